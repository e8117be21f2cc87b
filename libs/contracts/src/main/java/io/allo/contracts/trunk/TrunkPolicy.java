// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.trunk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import io.allo.contracts.media.StreamMessage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the fixed columns of {@code sip_accounts} cannot say (table {@code sip_account_policy}).
 *
 * @param preset provider profile that the values came from: {@code ovh twilio sipgate pbx whatsapp-calling}, null when none
 * @param register send REGISTER to the trunk
 * @param registerExpiresSec asked registration time in seconds
 * @param authUser digest user when it differs from the account's username, null when not
 * @param inboundAuth how a caller through this trunk proves itself
 * @param sources addresses and CIDR ranges that are this trunk, for {@link InboundAuth#SOURCE}
 * @param trustAssertedIdentity take the caller from P-Asserted-Identity
 * @param maxConcurrentCalls both directions, 0 = no limit
 * @param maxNewCallsPerSecond both directions, 0 = no limit
 * @param maxOutboundMinutesPerDay 0 = no limit
 * @param dialAllow what may be dialled: E.164 prefixes such as {@code +33}, extensions without plus, whole {@code sip:} URIs;
 *     empty = nothing
 * @param dialFormat how a number is written towards the trunk
 * @param callerIdProfile where our own number goes in an outbound INVITE
 * @param callerNumber our number, E.164; null when the trunk sets it
 * @param region ISO 3166 alpha-2, for numbers in national form
 * @param srtp media encryption by SDES
 * @param codecs offered, best first: {@code PCMU PCMA G722 opus}
 * @param acceptRefer a REFER from the peer is followed; else 603
 * @param sendRefer a transfer is tried by REFER first; else the gateway bridges at once
 * @param optionsPingSec seconds between OPTIONS, 0 = none
 * @param keepAliveSec seconds between NAT keep-alives, 0 = none
 * @param fallbackAccountId SIP account to try next for an outbound call, null for the selection's own order
 * @param transferMode how a caller who came by this account is handed over, unless his agent says otherwise; null = as configured
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrunkPolicy(
        @Nullable String preset,
        boolean register,
        int registerExpiresSec,
        @Nullable String authUser,
        InboundAuth inboundAuth,
        List<String> sources,
        boolean trustAssertedIdentity,
        int maxConcurrentCalls,
        int maxNewCallsPerSecond,
        int maxOutboundMinutesPerDay,
        List<String> dialAllow,
        DialFormat dialFormat,
        CallerIdProfile callerIdProfile,
        @Nullable String callerNumber,
        String region,
        Srtp srtp,
        List<String> codecs,
        boolean acceptRefer,
        boolean sendRefer,
        int optionsPingSec,
        int keepAliveSec,
        @Nullable Integer fallbackAccountId,
        StreamMessage.Transfer.@Nullable Mode transferMode) {

    /** C.4: registration for an hour. */
    public static final int DEFAULT_EXPIRES_SEC = 3600;

    /** How an inbound call proves that it comes from the trunk. */
    public enum InboundAuth {
        /** By the token of our Contact, by a listed source, or from the address that we are registered with. */
        SOURCE,
        /** By digest with the account's user and password. */
        DIGEST,
        /** By nothing: any source may call the account's username. */
        NONE;

        @JsonValue
        public String wireName() {
            return wire(this);
        }

        @JsonCreator
        public static InboundAuth of(String wireName) {
            return valueOf(java(wireName));
        }
    }

    /** A number as the trunk wants it. */
    public enum DialFormat {
        /** {@code +33123456789} */
        E164,
        /** {@code 33123456789} */
        E164_WITHOUT_PLUS,
        /** {@code 0033123456789} */
        INTERNATIONAL_00,
        /** {@code 0123456789} within the region, else {@code 00…} */
        NATIONAL,
        /** Digits, {@code +}, {@code #} and {@code *} as they came. */
        AS_GIVEN;

        @JsonValue
        public String wireName() {
            return wire(this);
        }

        @JsonCreator
        public static DialFormat of(String wireName) {
            return valueOf(java(wireName));
        }
    }

    /** Where our number goes. */
    public enum CallerIdProfile {
        /** From = account's username: sipgate, OVH and most PBXs refuse anything else. Our number in P-Preferred-Identity. */
        FROM_USERNAME,
        /** From = our number. */
        FROM_NUMBER,
        /** From = account's username, our number in P-Asserted-Identity. */
        ASSERTED_IDENTITY;

        @JsonValue
        public String wireName() {
            return wire(this);
        }

        @JsonCreator
        public static CallerIdProfile of(String wireName) {
            return valueOf(java(wireName));
        }
    }

    /** SDES (RFC 4568). */
    public enum Srtp {
        /** RTP only; an encrypted offer is refused. */
        OFF,
        /** Whatever the peer offers; our offers are plain. */
        OPTIONAL,
        /** Nothing but SRTP, both ways. */
        REQUIRED;

        @JsonValue
        public String wireName() {
            return wire(this);
        }

        @JsonCreator
        public static Srtp of(String wireName) {
            return valueOf(java(wireName));
        }
    }

    public TrunkPolicy {
        sources = List.copyOf(sources);
        dialAllow = List.copyOf(dialAllow);
        codecs = List.copyOf(codecs);
        requireNonNull(inboundAuth, "inboundAuth");
        requireNonNull(dialFormat, "dialFormat");
        requireNonNull(callerIdProfile, "callerIdProfile");
        requireNonNull(region, "region");
        requireNonNull(srtp, "srtp");
    }

    /** The careful one: registers, trusts only what it knows, dials nothing. */
    public static TrunkPolicy careful(String region) {
        return new TrunkPolicy(
                null,
                true,
                DEFAULT_EXPIRES_SEC,
                null,
                InboundAuth.SOURCE,
                List.of(),
                false,
                0,
                0,
                0,
                List.of(),
                DialFormat.E164,
                CallerIdProfile.FROM_USERNAME,
                null,
                region,
                Srtp.OPTIONAL,
                List.of("PCMU", "PCMA"),
                false,
                true,
                0,
                25,
                null,
                null);
    }

    /** The same, but for what may be dialled. */
    public TrunkPolicy dialling(List<String> allowed) {
        return new TrunkPolicy(
                preset,
                register,
                registerExpiresSec,
                authUser,
                inboundAuth,
                sources,
                trustAssertedIdentity,
                maxConcurrentCalls,
                maxNewCallsPerSecond,
                maxOutboundMinutesPerDay,
                allowed,
                dialFormat,
                callerIdProfile,
                callerNumber,
                region,
                srtp,
                codecs,
                acceptRefer,
                sendRefer,
                optionsPingSec,
                keepAliveSec,
                fallbackAccountId,
                transferMode);
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String java(String wireName) {
        return wireName.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
