// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another agent of the same account to whom an agent may hand a conversation over.
 *
 * @param name how the model calls it
 * @param when for the model: when to hand over
 * @param shares what the other agent sees of the conversation so far
 * @param announce by language: what the person is told before it; empty = nothing
 * @param keywords by language: words of the person that hand over without the model
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HandoffTarget(
        String agentId,
        String name,
        String when,
        Shares shares,
        Map<String, String> announce,
        Map<String, List<String>> keywords) {

    public HandoffTarget {
        when = when == null ? "" : when;
        shares = shares == null ? Shares.DEFAULT : shares;
        announce = announce == null ? Map.of() : Map.copyOf(announce);
        keywords = keywords == null ? Map.of() : Map.copyOf(keywords);
    }

    /** Nothing is announced, and the model alone decides. */
    public HandoffTarget(String agentId, String name, String when, Shares shares) {
        this(agentId, name, when, shares, Map.of(), Map.of());
    }

    /**
     * What the next agent sees.
     *
     * @param transcript of what was said
     * @param context keys of the context store that go along
     * @param contact whether it learns who the person is
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Shares(Transcript transcript, List<String> context, boolean contact) {
        /** A summary, and who it is. */
        public static final Shares DEFAULT = new Shares(Transcript.SUMMARY, List.of(), true);

        public Shares {
            context = List.copyOf(context);
        }

        @JsonCreator
        static Shares of(
                @JsonProperty("transcript") @Nullable Transcript transcript,
                @JsonProperty("context") @Nullable List<String> context,
                @JsonProperty("contact") @Nullable Boolean contact) {
            return new Shares(
                    transcript == null ? Transcript.SUMMARY : transcript,
                    context == null ? List.of() : context,
                    contact == null || contact);
        }
    }

    /** How much of what was said the next agent sees. */
    public enum Transcript {
        /** The words of both sides, without tool calls and their results. */
        ALL("all"),
        /** The former agent's summary and the person's last words. */
        SUMMARY("summary"),
        /** Nothing: it begins with its greeting. */
        NONE("none");

        private final String wireName;

        Transcript(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }

        public static Optional<Transcript> named(String name) {
            return Arrays.stream(values())
                    .filter(one -> one.wireName.equals(name))
                    .findFirst();
        }

        /** A name that nobody knows shares least. */
        @JsonCreator
        public static Transcript of(String name) {
            return named(name).orElse(NONE);
        }
    }
}
