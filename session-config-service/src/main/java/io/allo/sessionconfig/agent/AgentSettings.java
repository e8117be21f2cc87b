// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.session.SpeechSettings;
import io.allo.contracts.session.VapiSettings;
import io.allo.contracts.session.VoicemailSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code speech}, {@code vapi} and {@code transferMode} of an agent's configuration, {@code speech}, {@code voicemail} and
 * {@code transfer_mode} of a workflow's block: what is written by an
 * administrator is checked and refused, what reached the database another way and cannot be read is as if it were not there.
 */
public final class AgentSettings {
    private static final Logger LOG = Logger.getLogger(AgentSettings.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");
    private static final int LONGEST_PAUSE_MS = 10_000;
    private static final int SHORTEST_ENDPOINTING_MS = 10;
    private static final int LONGEST_AHEAD_MS = 2_000;
    private static final int SHORTEST_SECRET = 8;
    private static final int LONGEST_SECRET = 500;
    private static final int MOST_SENTENCES = 20;
    private static final int SHORTEST_SENTENCE = 4;
    private static final int LONGEST_SENTENCE = 300;
    private static final double SLOWEST = 0.7;
    private static final double FASTEST = 1.2;

    private static final Map<String, Expected> SPEECH = Map.of(
            "recognizer", oneOf("deepgram", "openai"),
            "recognizerModel", name(),
            "synthesizer", oneOf("elevenlabs", "openai", "local"),
            "synthesizerModel", name(),
            "voiceId", name(),
            "speed",
                    new Expected(
                            SLOWEST + " to " + FASTEST,
                            value -> value.isNumber() && value.asDouble() >= SLOWEST && value.asDouble() <= FASTEST),
            "endOfTurn", new Expected("an object", JsonNode::isObject),
            "uninterruptible", sentences());

    private static final Map<String, Expected> END_OF_TURN = Map.of(
            "endpointingMs", milliseconds(SHORTEST_ENDPOINTING_MS, LONGEST_PAUSE_MS),
            "pauseMs", milliseconds(0, LONGEST_PAUSE_MS),
            "unfinishedMs", milliseconds(0, LONGEST_PAUSE_MS),
            "dictationMs", milliseconds(0, LONGEST_PAUSE_MS),
            "aheadMs", milliseconds(0, LONGEST_AHEAD_MS));

    private static final Map<String, Expected> VAPI = Map.of(
            "mode",
            oneOf("classic", "server"),
            "secret",
            new Expected(
                    "a text of " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters",
                    value -> value.isTextual()
                            && value.asText().length() >= SHORTEST_SECRET
                            && value.asText().length() <= LONGEST_SECRET));

    private static final int LONGEST_MESSAGE = 1_000;
    private static final Map<String, Expected> VOICEMAIL = Map.of(
            "action",
            oneOf("hang-up", "leave-message", "go-on", "off"),
            "message",
            new Expected(
                    "a text of at most " + LONGEST_MESSAGE + " characters",
                    value -> value.isTextual() && value.asText().length() <= LONGEST_MESSAGE));

    private static final Expected TRANSFER_MODE =
            oneOf(Arrays.stream(Mode.values()).map(Mode::wireName).toArray(String[]::new));

    private AgentSettings() {}

    private record Expected(String what, Predicate<JsonNode> fits) {}

    private static Expected oneOf(String... names) {
        return new Expected(
                "one of " + String.join(", ", names),
                value -> value.isTextual() && Set.of(names).contains(value.asText()));
    }

    private static Expected name() {
        return new Expected(
                "a name of 1 to 100 letters, digits and _ . : -",
                value -> value.isTextual() && NAME.matcher(value.asText()).matches());
    }

    private static Expected sentences() {
        return new Expected(
                "at most " + MOST_SENTENCES + " texts of " + SHORTEST_SENTENCE + " to " + LONGEST_SENTENCE
                        + " characters",
                value -> value.isArray()
                        && value.size() <= MOST_SENTENCES
                        && value.valueStream().allMatch(AgentSettings::sentence));
    }

    private static boolean sentence(JsonNode value) {
        int length = value.isTextual() ? value.asText().strip().length() : 0;
        return length >= SHORTEST_SENTENCE && length <= LONGEST_SENTENCE;
    }

    private static Expected milliseconds(int least, int most) {
        return new Expected(
                "milliseconds from " + least + " to " + most,
                value -> value.isInt() && value.asInt() >= least && value.asInt() <= most);
    }

    /** What is wrong with {@code speech}: messages by field, empty when it is fit or absent. */
    public static Map<String, String> speechFaults(JsonNode speech) {
        Map<String, String> faults = new LinkedHashMap<>();
        check(speech, "speech", SPEECH, faults);
        check(speech.path("endOfTurn"), "speech.endOfTurn", END_OF_TURN, faults);
        return faults;
    }

    /** What is wrong with {@code transferMode}; the field's name is the caller's. */
    public static Optional<String> transferFault(JsonNode mode) {
        boolean absent = mode.isMissingNode() || mode.isNull();
        return absent || TRANSFER_MODE.fits().test(mode)
                ? Optional.empty()
                : Optional.of("expected " + TRANSFER_MODE.what());
    }

    /** Reads {@code transferMode}; null when there is none. */
    public static @Nullable Mode transferMode(JsonNode mode, String whose) {
        Optional<String> fault = transferFault(mode);
        fault.ifPresent(what -> LOG.warnf("%s: transferMode %s, the SIP account's holds", whose, what));
        return mode.isTextual() && fault.isEmpty() ? Mode.of(mode.asText()) : null;
    }

    /** What is wrong with {@code vapi}. */
    public static Map<String, String> vapiFaults(JsonNode vapi) {
        Map<String, String> faults = new LinkedHashMap<>();
        check(vapi, "vapi", VAPI, faults);
        return faults;
    }

    /** What is wrong with {@code voicemail}. */
    public static Map<String, String> voicemailFaults(JsonNode voicemail) {
        Map<String, String> faults = new LinkedHashMap<>();
        check(voicemail, "voicemail", VOICEMAIL, faults);
        return faults;
    }

    private static void check(
            JsonNode settings, String place, Map<String, Expected> expected, Map<String, String> faults) {
        if (settings.isMissingNode() || settings.isNull()) {
            return;
        }
        if (!settings.isObject()) {
            faults.put(place, "expected an object");
            return;
        }
        settings.properties().forEach(setting -> {
            Expected fit = expected.get(setting.getKey());
            String field = place + "." + setting.getKey();
            if (fit == null) {
                faults.put(field, "unknown, expected " + String.join(", ", new TreeSet<>(expected.keySet())));
            } else if (!setting.getValue().isNull() && !fit.fits().test(setting.getValue())) {
                faults.put(field, "expected " + fit.what());
            }
        });
    }

    /** Reads {@code speech}. */
    public static SpeechSettings speech(JsonNode speech, String whose) {
        return speech.isObject() && fit(speechFaults(speech), whose)
                ? read(speech, SpeechSettings.class)
                : SpeechSettings.DEFAULT;
    }

    /** Reads {@code voicemail}. */
    public static VoicemailSettings voicemail(JsonNode voicemail, String whose) {
        return voicemail.isObject() && fit(voicemailFaults(voicemail), whose)
                ? read(voicemail, VoicemailSettings.class)
                : VoicemailSettings.DEFAULT;
    }

    /**
     * Reads {@code vapi}.
     *
     * @param decrypted a stored secret in clear
     */
    public static VapiSettings vapi(JsonNode vapi, String whose, UnaryOperator<String> decrypted) {
        if (!vapi.isObject() || !fit(vapiFaults(vapi), whose)) {
            return VapiSettings.DEFAULT;
        }
        VapiSettings stored = read(vapi, VapiSettings.class);
        return stored.secret() == null ? stored : new VapiSettings(stored.mode(), decrypted.apply(stored.secret()));
    }

    private static boolean fit(Map<String, String> faults, String whose) {
        if (!faults.isEmpty()) {
            LOG.warnf(
                    "%s: settings cannot be read, those of the configuration hold: %s",
                    whose, List.copyOf(faults.keySet()));
        }
        return faults.isEmpty();
    }

    private static <T> T read(JsonNode settings, Class<T> type) {
        try {
            return JSON.treeToValue(settings, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checked settings can be read", e);
        }
    }
}
