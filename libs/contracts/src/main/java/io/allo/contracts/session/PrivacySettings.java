// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent tells the people on its telephone about itself, and what may be kept of the calls.
 *
 * @param aiDisclosure the first words of a call say that it is an AI; absent = true
 * @param consent on what condition words and sound are kept; absent = {@link Consent#OFF}
 * @param recording calls are recorded, where the router has a recording key; absent = false
 * @param collect the model may have callers key digits in ({@code collect}); absent = false
 * @param onePerson what a person said by telephone, WhatsApp or SMS is known on the others of these; absent = false
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PrivacySettings(
        boolean aiDisclosure, Consent consent, boolean recording, boolean collect, boolean onePerson) {
    /** Says that it is an AI; words are kept, sound is not. */
    public static final PrivacySettings DEFAULT = new PrivacySettings(true, Consent.OFF, false);

    /** Nothing is collected by keys. */
    public PrivacySettings(boolean aiDisclosure, Consent consent, boolean recording) {
        this(aiDisclosure, consent, recording, false);
    }

    /** Each channel is a conversation of its own. */
    public PrivacySettings(boolean aiDisclosure, Consent consent, boolean recording, boolean collect) {
        this(aiDisclosure, consent, recording, collect, false);
    }

    /** The same, with one conversation on all channels. */
    public PrivacySettings withOnePerson() {
        return new PrivacySettings(aiDisclosure, consent, recording, collect, true);
    }

    /**
     * What holds in a conversation that began under these settings once an agent with others has it: the stricter condition, and what
     * the person was told at the beginning.
     */
    public PrivacySettings with(PrivacySettings next) {
        Consent stricter = consent.compareTo(next.consent) >= 0 ? consent : next.consent;
        return new PrivacySettings(aiDisclosure, stricter, recording, next.collect, onePerson && next.onePerson);
    }

    @JsonCreator
    static PrivacySettings of(
            @JsonProperty("aiDisclosure") @Nullable Boolean aiDisclosure,
            @JsonProperty("consent") @Nullable Consent consent,
            @JsonProperty("recording") @Nullable Boolean recording,
            @JsonProperty("collect") @Nullable Boolean collect,
            @JsonProperty("onePerson") @Nullable Boolean onePerson) {
        return new PrivacySettings(
                aiDisclosure == null || aiDisclosure,
                consent == null ? Consent.OFF : consent,
                Boolean.TRUE.equals(recording),
                Boolean.TRUE.equals(collect),
                Boolean.TRUE.equals(onePerson));
    }

    /** On what condition words and sound of a call are kept; the strictest is the last. */
    public enum Consent {
        /** None: the business has settled it elsewhere. */
        OFF("off"),
        /** The person was told. */
        ANNOUNCE("announce"),
        /** The person was told how to refuse, and did not. */
        OPT_OUT("opt-out"),
        /** The person was asked and agreed. */
        OPT_IN("opt-in");

        private final String wireName;

        Consent(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }

        public static Optional<Consent> named(String name) {
            return Arrays.stream(values())
                    .filter(one -> one.wireName.equals(name))
                    .findFirst();
        }

        /** A name that nobody knows is the strictest condition: what it meant must not be kept by mistake. */
        @JsonCreator
        public static Consent of(String name) {
            return named(name).orElse(OPT_IN);
        }
    }
}
