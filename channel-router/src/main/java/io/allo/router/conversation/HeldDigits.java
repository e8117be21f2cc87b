// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.tools.SecretDigits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Digits that callers keyed in secretly, until the tool that they are for has answered. In the memory of this process only: not in
 * the context store, not in a record, and gone with the worker. Any thread.
 */
final class HeldDigits {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern SECURITY_CODE =
            Pattern.compile(".*(cvv|cvc|csc|cryptogram|code.de.s.curit|security.?code|card.?code|\\bpin\\b).*");

    private final Clock clock;
    private final Map<ConversationKey, Kept> conversations = new HashMap<>();

    /** @param digits tool to argument to digits; empty digits were wiped, the name remains */
    private record Kept(Instant since, Map<String, Map<String, String>> digits) {}

    HeldDigits(Clock clock) {
        this.clock = clock;
    }

    synchronized void keep(ConversationKey key, String tool, String argument, String digits) {
        Instant limit = clock.instant().minus(LONGEST);
        conversations.values().removeIf(kept -> kept.since().isBefore(limit));
        Kept before = conversations.get(key);
        Kept kept = new Kept(clock.instant(), before == null ? new HashMap<>() : before.digits());
        kept.digits().computeIfAbsent(tool, unknown -> new LinkedHashMap<>()).put(argument, digits);
        conversations.put(key, kept);
    }

    /** Argument to digits; empty when nothing is held. */
    synchronized Map<String, String> of(ConversationKey key, String tool) {
        Map<String, String> held = new LinkedHashMap<>(arguments(key, tool));
        held.values().removeIf(String::isEmpty);
        return held;
    }

    private Map<String, String> arguments(ConversationKey key, String tool) {
        Kept kept = conversations.get(key);
        return kept == null ? Map.of() : kept.digits().getOrDefault(tool, Map.of());
    }

    /** The tool has answered. What it refused may be tried again, but nobody keeps a card's security code after its use. */
    synchronized void answered(ConversationKey key, String tool, boolean success) {
        Kept kept = conversations.get(key);
        Map<String, String> held = kept == null ? null : kept.digits().get(tool);
        if (held == null) {
            return;
        }
        held.replaceAll((argument, digits) -> success || isSecurityCode(argument) ? "" : digits);
    }

    /** The conversation is over. */
    synchronized void forget(ConversationKey key) {
        conversations.remove(key);
    }

    /** These arguments as they may be recorded: what was keyed in secretly is {@code ***}. */
    synchronized Map<String, Object> recordable(ConversationKey key, String tool, Map<String, Object> arguments) {
        Map<String, String> secret = arguments(key, tool);
        if (secret.isEmpty()) {
            return arguments;
        }
        Map<String, Object> shown = new LinkedHashMap<>(arguments);
        secret.keySet().forEach(argument -> shown.put(argument, SecretDigits.MASK));
        return shown;
    }

    static boolean isSecurityCode(String name) {
        return SECURITY_CODE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
