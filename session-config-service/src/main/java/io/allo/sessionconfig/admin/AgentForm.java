// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.sessionconfig.agent.AgentSettings;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.agent.TakeoverReader;
import io.allo.sessionconfig.agent.TranscriptSettings;
import io.allo.sessionconfig.door.JsonForm;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An agent as its managers write it. What the body does not name is not changed.
 *
 * @param columns of {@code agents}, by name
 * @param settings what is kept with the agent beside
 * @param config null when it is not changed
 * @param sessionKey new key of {@code externalSessionUrl} in clear, null when it is not changed
 * @param fields names of what was given
 */
record AgentForm(
        Map<String, @Nullable Object> columns,
        JsonObject settings,
        @Nullable JsonNode config,
        @Nullable String sessionKey,
        Set<String> fields) {
    /** What stands for a secret in answers, and keeps the stored one in a change. */
    static final String MASK = "***";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("name", "name"),
            Map.entry("basePrompt", "base_prompt"),
            Map.entry("aiModel", "ai_model"),
            Map.entry("aiVoice", "ai_voice"),
            Map.entry("languages", "languages"),
            Map.entry("ringTimeoutSeconds", "ring_timeout_seconds"),
            Map.entry("maxCallDurationSec", "max_call_duration_sec"),
            Map.entry("externalSessionUrl", "external_session_url"),
            Map.entry("transferNumber", "transfer_number"),
            Map.entry("finalCustomerId", "final_customer_id"),
            Map.entry("isActive", "is_active"));
    private static final Set<String> NULLABLE = Set.of(
            "basePrompt",
            "externalSessionUrl",
            "transferNumber",
            "finalCustomerId",
            "apiBaseUrl",
            "onCallEndWebhook",
            "chatTitle");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]{0,99}");
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{5,14}");
    private static final Pattern TRANSPORT = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final int LONGEST_PROMPT = 20_000;
    private static final int LONGEST_CONFIG = 50_000;
    private static final int LONGEST_RING = 60;
    private static final int LONGEST_CALL = 86_400;
    private static final int MOST_LANGUAGES = 10;

    /** What is shown where an agent says nothing; only what it says is kept, so that it can be told from what it asks for. */
    static JsonObject defaults() {
        return new JsonObject()
                .put("vadThreshold", 0.5)
                .put("vadSilenceMs", 500)
                .put("vadPrefixPaddingMs", 300)
                .put("temperature", 0.7)
                .put("transportType", "sip_bridge")
                .put("timezone", "Europe/Paris")
                .put("chatEnabled", false)
                .put("chatMode", "text")
                .put("chatOpenOnLoad", false);
    }

    /** Throws what the door answers with 400 and every field at fault. */
    static AgentForm read(@Nullable JsonNode body, boolean creating) {
        JsonForm form = new JsonForm(body, creating)
                .name("name", 200)
                .text("basePrompt", LONGEST_PROMPT)
                .matching("aiModel", NAME, "a model's name")
                .matching("aiVoice", NAME, "a voice's name")
                .number("ringTimeoutSeconds", 0, LONGEST_RING)
                .integer("maxCallDurationSec", 0, LONGEST_CALL)
                .url("externalSessionUrl")
                .text("externalSessionKey", 200)
                .matching("transferNumber", E164, "E.164 such as +33123456789")
                .uuid("finalCustomerId")
                .flag("isActive")
                .number("vadThreshold", 0, 1)
                .integer("vadSilenceMs", 0, 10_000)
                .integer("vadPrefixPaddingMs", 0, 10_000)
                .number("temperature", 0, 2)
                .matching("transportType", TRANSPORT, "a name such as sip_bridge or twilio")
                .text("timezone", 64)
                .url("apiBaseUrl")
                .url("onCallEndWebhook")
                .flag("chatEnabled")
                .oneOf("chatMode", "text", "stt_tts", "realtime")
                .text("chatTitle", 200)
                .flag("chatOpenOnLoad")
                .object("config", LONGEST_CONFIG);
        JsonNode given = Objects.requireNonNull(body);
        timezone(form, given.path("timezone"));
        String languages = languages(form, given.path("languages"));
        config(form, given.path("config"));
        Map<String, @Nullable Object> values = form.values(NULLABLE);
        if (languages != null) {
            values.put("languages", languages);
        }
        return split(values);
    }

    private static AgentForm split(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        JsonObject settings = new JsonObject();
        Set<String> fields = Set.copyOf(values.keySet());
        JsonNode config = (JsonNode) values.remove("config");
        String sessionKey = (String) values.remove("externalSessionKey");
        values.forEach((field, value) -> {
            String column = COLUMNS.get(field);
            if (column == null) {
                settings.put(field, value);
            } else {
                columns.put(column, value);
            }
        });
        return new AgentForm(columns, settings, config, MASK.equals(sessionKey) ? null : sessionKey, fields);
    }

    @Override
    public JsonObject settings() {
        return settings.copy();
    }

    /** The final customer that the body names. */
    @Nullable
    UUID finalCustomer() {
        return (UUID) columns.get("final_customer_id");
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "AgentForm" + fields;
    }

    private static void timezone(JsonForm form, JsonNode zone) {
        if (zone.isTextual()) {
            try {
                ZoneId.of(zone.textValue());
            } catch (DateTimeException e) {
                form.fault("timezone", "expected a name such as Europe/Paris");
            }
        }
    }

    private static @Nullable String languages(JsonForm form, JsonNode languages) {
        if (languages.isMissingNode() || languages.isNull()) {
            return null;
        }
        List<String> tags = new ArrayList<>();
        languages.forEach(tag -> tags.add(tag.asText()));
        boolean fits = languages.isArray()
                && !tags.isEmpty()
                && tags.size() <= MOST_LANGUAGES
                && tags.stream().allMatch(tag -> LANGUAGE.matcher(tag).matches());
        if (!fits) {
            form.fault(
                    "languages", "expected 1 to 10 languages such as [\"fr\", \"en\"], the first one is the default");
        }
        return String.join(",", tags);
    }

    private static void config(JsonForm form, JsonNode config) {
        AgentSettings.speechFaults(config.path("speech"))
                .forEach((field, fault) -> form.fault("config." + field, fault));
        AgentSettings.transferFault(config.path("transferMode"))
                .ifPresent(fault -> form.fault("config.transferMode", fault));
        HandoffRules.faultsIn(config).forEach((field, fault) -> form.fault("config." + field, fault));
        JsonNode vapi = config.path("vapi").deepCopy();
        if (MASK.equals(vapi.path("secret").textValue())) {
            ((ObjectNode) vapi).remove("secret");
        }
        AgentSettings.vapiFaults(vapi).forEach((field, fault) -> form.fault("config." + field, fault));
        TakeoverReader.faults(config.path("takeover")).forEach((field, fault) -> form.fault("config." + field, fault));
        TranscriptSettings.fault(config.path("transcript")).ifPresent(fault -> form.fault("config.transcript", fault));
        if (!AccountImport.isPrivacyFit(config.path("privacy"))) {
            form.fault("config.privacy", AccountImport.PRIVACY);
        }
    }
}
