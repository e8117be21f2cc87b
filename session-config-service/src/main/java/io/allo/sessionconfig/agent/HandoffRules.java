// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.session.HandoffTarget;
import io.allo.contracts.session.HandoffTarget.Transcript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code handoffs} of an agent's configuration: to whom it may hand a conversation over. Written by an administrator it is checked and
 * refused; what reached the database another way and cannot be read is as if it were not there.
 */
public final class HandoffRules {
    public static final String FIELD = "handoffs";

    private static final Logger LOG = Logger.getLogger(HandoffRules.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AGENT_ID = "agentId";
    private static final String NAME = "name";
    private static final int MOST_RULES = 10;
    private static final int LONGEST_WHEN = 500;
    private static final int LONGEST_ANNOUNCEMENT = 300;
    private static final int MOST_KEYWORDS = 20;
    private static final int LONGEST_KEYWORD = 60;
    private static final int MOST_KEYS = 20;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Set<String> KNOWN = Set.of(AGENT_ID, NAME, "when", "shares", "announce", "keywords");
    private static final Set<String> SHARES = Set.of("transcript", "context", "contact");

    private HandoffRules() {}

    /** What is wrong with the form of the rules: messages by field, empty when they are fit or absent. */
    public static Map<String, String> faults(JsonNode rules) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (rules.isMissingNode() || rules.isNull()) {
            return faults;
        }
        if (!rules.isArray() || rules.size() > MOST_RULES) {
            faults.put(
                    FIELD,
                    "expected at most " + MOST_RULES + " rules {agentId or name, when, shares, announce, keywords}");
            return faults;
        }
        for (int i = 0; i < rules.size(); i++) {
            check(rules.get(i), FIELD + "[" + i + "]", faults);
        }
        return faults;
    }

    /** The same for an agent's whole configuration: where Vapi's own model holds the call to its end, rules would do nothing. */
    public static Map<String, String> faultsIn(JsonNode config) {
        Map<String, String> faults = faults(config.path(FIELD));
        boolean vapis = "server".equals(config.path("vapi").path("mode").textValue());
        if (vapis && faults.isEmpty() && !config.path(FIELD).isEmpty()) {
            faults.put(FIELD, "not with vapi.mode server: its model is Vapi's (expected: no rules, or mode classic)");
        }
        return faults;
    }

    private static void check(JsonNode rule, String place, Map<String, String> faults) {
        if (!rule.isObject()) {
            faults.put(place, "expected an object");
            return;
        }
        unknown(rule, place, KNOWN, faults);
        boolean named = isText(rule.path(AGENT_ID), 36) || isText(rule.path(NAME), 200);
        fit(named, place + ".agentId", "expected an agent's id, or its name in name", faults);
        fit(
                isText(rule.path("when"), LONGEST_WHEN),
                place + ".when",
                "expected what the model is told, at most 500 characters",
                faults);
        JsonNode shares = rule.path("shares");
        if (!absent(shares)) {
            shares(shares, place + ".shares", faults);
        }
        byLanguage(rule.path("announce"), place + ".announce", words -> isText(words, LONGEST_ANNOUNCEMENT), faults);
        byLanguage(rule.path("keywords"), place + ".keywords", HandoffRules::areKeywords, faults);
    }

    private static void shares(JsonNode shares, String place, Map<String, String> faults) {
        unknown(shares, place, SHARES, faults);
        JsonNode transcript = shares.path("transcript");
        JsonNode context = shares.path("context");
        JsonNode contact = shares.path("contact");
        fit(
                absent(transcript) || Transcript.named(transcript.asText()).isPresent(),
                place + ".transcript",
                "expected one of all, summary, none",
                faults);
        fit(
                absent(context)
                        || context.isArray()
                                && context.size() <= MOST_KEYS
                                && context.valueStream().allMatch(HandoffRules::isKey),
                place + ".context",
                "expected at most " + MOST_KEYS + " names of context keys",
                faults);
        fit(absent(contact) || contact.isBoolean(), place + ".contact", "expected true or false", faults);
    }

    private static boolean isKey(JsonNode key) {
        return key.isTextual() && KEY.matcher(key.asText()).matches();
    }

    private static boolean areKeywords(JsonNode words) {
        return words.isArray()
                && words.size() <= MOST_KEYWORDS
                && words.valueStream().allMatch(word -> isText(word, LONGEST_KEYWORD));
    }

    private static void byLanguage(JsonNode value, String place, Predicate<JsonNode> fits, Map<String, String> faults) {
        boolean fit = absent(value)
                || value.isObject()
                        && value.properties().stream()
                                .allMatch(one -> LANGUAGE.matcher(one.getKey()).matches() && fits.test(one.getValue()));
        fit(fit, place, "expected texts by language such as {\"fr\": …, \"en\": …}", faults);
    }

    private static void unknown(JsonNode value, String place, Set<String> known, Map<String, String> faults) {
        if (!value.isObject()) {
            faults.put(place, "expected an object");
            return;
        }
        value.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !known.contains(field))
                .forEach(field -> faults.put(place + "." + field, "unknown"));
    }

    private static void fit(boolean fits, String field, String expected, Map<String, String> faults) {
        if (!fits) {
            faults.put(field, expected);
        }
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static boolean isText(JsonNode value, int longest) {
        return value.isTextual() && !value.asText().isBlank() && value.asText().length() <= longest;
    }

    /**
     * Gives each rule the id and the name of its agent. Rules whose form is unfit are left as they are.
     *
     * @param self the agent whose rules they are
     * @param agents names of the account's agents by id, itself or not
     * @return messages by field where no agent of the account is meant, or itself, or one twice
     */
    public static Map<String, String> settle(JsonNode rules, UUID self, Map<UUID, String> agents) {
        Map<String, String> faults = new LinkedHashMap<>();
        Set<UUID> meant = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            ObjectNode rule = (ObjectNode) rules.get(i);
            String field = FIELD + "[" + i + "]." + (rule.hasNonNull(AGENT_ID) ? AGENT_ID : NAME);
            UUID agent = agent(rule, agents);
            if (agent == null) {
                faults.put(field, "the account has no such agent");
            } else if (agent.equals(self)) {
                faults.put(field, "an agent does not hand over to itself");
            } else if (!meant.add(agent)) {
                faults.put(field, "this agent stands in the list twice");
            } else {
                rule.put(AGENT_ID, agent.toString()).put(NAME, agents.get(agent));
            }
        }
        return faults;
    }

    private static @Nullable UUID agent(JsonNode rule, Map<UUID, String> agents) {
        if (!rule.hasNonNull(AGENT_ID)) {
            String name = rule.path(NAME).asText();
            List<UUID> named = agents.entrySet().stream()
                    .filter(one -> one.getValue().equalsIgnoreCase(name))
                    .map(Map.Entry::getKey)
                    .toList();
            return named.size() == 1 ? named.getFirst() : null;
        }
        try {
            UUID id = UUID.fromString(rule.path(AGENT_ID).asText());
            return agents.containsKey(id) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Reads stored rules. */
    public static List<HandoffTarget> read(JsonNode rules, String whose) {
        if (absent(rules)) {
            return List.of();
        }
        Map<String, String> faults = faults(rules);
        List<HandoffTarget> targets = new ArrayList<>();
        if (faults.isEmpty()) {
            rules.forEach(rule -> targets.add(target(rule)));
        } else {
            LOG.warnf("%s: handoffs cannot be read, it hands over to nobody: %s", whose, List.copyOf(faults.keySet()));
        }
        return targets.stream()
                .filter(target -> target.agentId() != null && target.name() != null)
                .toList();
    }

    private static HandoffTarget target(JsonNode rule) {
        try {
            return JSON.treeToValue(rule, HandoffTarget.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checked rules can be read", e);
        }
    }
}
