// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a person of the business is asked to go on with a written conversation, and what happens while nobody does.
 *
 * @param on somebody may be asked; false where an agent has no such settings
 * @param keywords what a person says who wants a person; null = the usual words, French and English
 * @param afterMisses so many turns in a row that the agent could not answer; 0 = never
 * @param afterFailedTools so many failed tools in a row; 0 = never
 * @param onAbuse insults
 * @param answerWithinMinutes how long somebody is waited for
 * @param unanswered what happens then
 * @param outsideHours what happens while nobody is there
 * @param hours null = somebody is always there
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TakeoverSettings(
        boolean on,
        @Nullable List<String> keywords,
        int afterMisses,
        int afterFailedTools,
        boolean onAbuse,
        int answerWithinMinutes,
        Otherwise unanswered,
        Otherwise outsideHours,
        @Nullable OfficeHours hours) {
    private static final int MISSES = 3;
    private static final int FAILED_TOOLS = 2;
    private static final int MINUTES = 10;

    /** Nobody is asked. */
    public static final TakeoverSettings OFF =
            new TakeoverSettings(false, null, null, null, null, null, null, null, null);

    /** Somebody is asked by the usual words and rules, at any time. */
    public static final TakeoverSettings USUAL =
            new TakeoverSettings(true, null, null, null, null, null, null, null, null);

    @JsonCreator
    public TakeoverSettings(
            @JsonProperty("on") @Nullable Boolean on,
            @JsonProperty("keywords") @Nullable List<String> keywords,
            @JsonProperty("afterMisses") @Nullable Integer afterMisses,
            @JsonProperty("afterFailedTools") @Nullable Integer afterFailedTools,
            @JsonProperty("onAbuse") @Nullable Boolean onAbuse,
            @JsonProperty("answerWithinMinutes") @Nullable Integer answerWithinMinutes,
            @JsonProperty("unanswered") @Nullable Otherwise unanswered,
            @JsonProperty("outsideHours") @Nullable Otherwise outsideHours,
            @JsonProperty("hours") @Nullable OfficeHours hours) {
        this(
                on == null || on.booleanValue(),
                keywords,
                afterMisses == null ? MISSES : afterMisses.intValue(),
                afterFailedTools == null ? FAILED_TOOLS : afterFailedTools.intValue(),
                onAbuse == null || onAbuse.booleanValue(),
                answerWithinMinutes == null ? MINUTES : answerWithinMinutes.intValue(),
                unanswered == null ? Otherwise.RESUME : unanswered,
                outsideHours == null ? Otherwise.RESUME : outsideHours,
                hours);
    }

    /** The same, with people there at these times. */
    public TakeoverSettings at(OfficeHours times) {
        return new TakeoverSettings(
                on,
                keywords,
                afterMisses,
                afterFailedTools,
                onAbuse,
                answerWithinMinutes,
                unanswered,
                outsideHours,
                times);
    }

    /** The same; while nobody is there the person waits. */
    public TakeoverSettings waiting() {
        return new TakeoverSettings(
                on,
                keywords,
                afterMisses,
                afterFailedTools,
                onAbuse,
                answerWithinMinutes,
                Otherwise.WAIT,
                Otherwise.WAIT,
                hours);
    }

    /** What happens while no person of the business is there. */
    public enum Otherwise {
        /** The agent goes on. */
        RESUME,
        /** The agent stays silent; what is written is kept for whoever comes. */
        WAIT;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Otherwise> named(String name) {
            return Arrays.stream(values())
                    .filter(one -> one.wireName().equals(name))
                    .findFirst();
        }

        @JsonCreator
        static Otherwise of(String name) {
            return named(name).orElse(RESUME);
        }
    }
}
