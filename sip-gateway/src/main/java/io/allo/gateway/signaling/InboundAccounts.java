// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.gateway.call.RefusalReason;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.config.SipConfig.Strangers;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The SIP account of an inbound INVITE: by the unguessable user of our own Contact, which only the account's registrar knows;
 * else by the source address or by digest; else by the user in To. Thread-safe; runs on stack threads and never waits.
 */
final class InboundAccounts {
    private final TrunkDirectory directory;
    private final TrunkSources sources;
    private final CallerDigest digest;
    private final Strangers strangers;

    InboundAccounts(TrunkDirectory directory, TrunkSources sources, CallerDigest digest, Strangers strangers) {
        this.directory = directory;
        this.sources = sources;
        this.digest = digest;
        this.strangers = strangers;
    }

    /** Outcome. */
    sealed interface Decision {
        /** @param trusted what this peer says of its caller is believed */
        record Found(Trunk trunk, boolean trusted) implements Decision {}

        /** Nobody's call, and served all the same: a gateway without accounts. */
        record Stranger() implements Decision {}

        /** 401 first. @param stale the credentials were right but their nonce is old */
        record Challenge(boolean stale) implements Decision {}

        /** @param trunk the account that was called, null when none is known */
        record Refused(RefusalReason reason, @Nullable Trunk trunk) implements Decision {}
    }

    Decision decide(SIPRequest invite) {
        List<Trunk> trunks = directory.trunks();
        InetAddress source = invite.getPeerPacketSourceAddress();
        String target = Objects.requireNonNullElse(Parties.user(invite.getRequestURI()), "");
        String to = Objects.requireNonNullElse(
                Parties.user(invite.getTo().getAddress().getURI()), "");

        Optional<Trunk> byToken = first(trunks, trunk -> trunk.contactToken().equals(target));
        if (byToken.isPresent()) {
            return found(byToken.get());
        }
        Predicate<Trunk> named = trunk -> isNamed(trunk, to) || isNamed(trunk, target);
        List<Trunk> here = trunks.stream()
                .filter(trunk -> trunk.policy().inboundAuth() != InboundAuth.DIGEST)
                .filter(trunk -> sources.includes(trunk, source))
                .toList();
        if (!here.isEmpty()) {
            return found(first(here, named).orElse(here.getFirst()));
        }
        CallerDigest.Verdict verdict = digest.verify(invite, trunks);
        return switch (verdict) {
            case CallerDigest.Verdict.Proved proved -> found(proved.trunk());
            case CallerDigest.Verdict.Wrong _ -> new Decision.Refused(RefusalReason.WRONG_CREDENTIALS, null);
            case CallerDigest.Verdict.Stale _ -> new Decision.Challenge(true);
            case CallerDigest.Verdict.Missing _ -> byName(trunks, named);
        };
    }

    /** Nothing but the name that was called tells the account. */
    private Decision byName(List<Trunk> trunks, Predicate<Trunk> named) {
        Optional<Trunk> called = first(trunks, named);
        if (called.isEmpty()) {
            return stranger(trunks);
        }
        Trunk trunk = called.get();
        return switch (trunk.policy().inboundAuth()) {
            case NONE -> new Decision.Found(trunk, false);
            case DIGEST -> new Decision.Challenge(false);
            // an account without any source of its own could never be called
            case SOURCE ->
                sources.areKnown(trunk)
                        ? new Decision.Refused(RefusalReason.UNTRUSTED_SOURCE, trunk)
                        : new Decision.Found(trunk, false);
        };
    }

    private Decision stranger(List<Trunk> trunks) {
        boolean served = strangers == Strangers.SERVE || (strangers == Strangers.AUTO && trunks.isEmpty());
        if (served) {
            return new Decision.Stranger();
        }
        // who may call by digest is asked, whatever he calls: an answer that tells accounts apart helps only scanners
        return first(trunks, trunk -> trunk.policy().inboundAuth() == InboundAuth.DIGEST)
                        .isPresent()
                ? new Decision.Challenge(false)
                : new Decision.Refused(RefusalReason.UNKNOWN_ACCOUNT, null);
    }

    private static Decision found(Trunk trunk) {
        return new Decision.Found(trunk, trunk.policy().trustAssertedIdentity());
    }

    private static boolean isNamed(Trunk trunk, String user) {
        return trunk.username() != null && trunk.username().equalsIgnoreCase(user);
    }

    private static Optional<Trunk> first(List<Trunk> trunks, Predicate<Trunk> wanted) {
        return trunks.stream().filter(wanted).findFirst();
    }
}
