// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.contracts.trunk.TrunkPolicy.Srtp;
import io.allo.gateway.call.SrtpKeys;
import io.allo.gateway.call.SrtpKeys.Suite;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one dialog's audio, by SDES (RFC 4568). Our key of a suite stays the same as long as the dialog lives, so that a
 * re-INVITE that changes nothing does not restart the encryption.
 *
 * <p>A secure profile must carry keys; over a plain profile keys are taken when they are there, as many telephones offer
 * encryption that way.
 */
final class MediaSecurity {
    private final Srtp policy;
    private final Map<Suite, String> keys = new EnumMap<>(Suite.class);
    private List<CryptoAttribute> ours = List.of();
    private String profile = "RTP/AVP";

    MediaSecurity(Srtp policy) {
        this.policy = policy;
    }

    /** Why this section of an offer cannot be taken; null when it can. */
    @Nullable
    String objection(MediaDescription offered) {
        boolean keyed = theirs(offered) != null;
        if (offered.secureProfile()) {
            return keyed ? null : policy == Srtp.OFF ? "encryption is off" : "no SRTP key that we can use";
        }
        return keyed || policy != Srtp.REQUIRED ? null : "encryption is required";
    }

    /** Takes the section of an offer, to which there is no objection. Null = plain. */
    @Nullable
    SrtpKeys answer(MediaDescription offered) {
        profile = offered.protocol();
        CryptoAttribute theirs = theirs(offered);
        if (theirs == null) {
            ours = List.of();
            return null;
        }
        CryptoAttribute answer = our(theirs.tag(), theirs.suite());
        ours = List.of(answer);
        return new SrtpKeys(theirs.suite(), answer.key(), theirs.key());
    }

    /** Makes our lines for an offer: those in use, or what the policy asks for. */
    void offer() {
        if (ours.isEmpty() && policy == Srtp.REQUIRED) {
            profile = "RTP/SAVP";
            List<CryptoAttribute> lines = new ArrayList<>();
            for (Suite suite : Suite.values()) {
                lines.add(our(lines.size() + 1, suite));
            }
            ours = lines;
        }
    }

    /** Did the answer take one of our lines, or none when there was none? */
    boolean isAnsweredBy(MediaDescription answer) {
        return ours.isEmpty() ? !answer.secureProfile() : taken(answer) != null;
    }

    /** What the answer to our offer made of it. Null = plain. */
    @Nullable
    SrtpKeys answered(MediaDescription answer) {
        CryptoAttribute theirs = taken(answer);
        if (theirs == null) {
            return null;
        }
        CryptoAttribute our = our(theirs.tag(), theirs.suite());
        ours = List.of(our);
        return new SrtpKeys(our.suite(), our.key(), theirs.key());
    }

    /** Of the description to be sent. */
    String profile() {
        return profile;
    }

    List<String> lines() {
        return ours.stream().map(CryptoAttribute::line).toList();
    }

    private @Nullable CryptoAttribute theirs(MediaDescription offered) {
        List<CryptoAttribute> cryptos = offered.transport().cryptos();
        return policy == Srtp.OFF || cryptos.isEmpty() ? null : cryptos.getFirst();
    }

    private @Nullable CryptoAttribute taken(MediaDescription answer) {
        for (CryptoAttribute theirs : answer.transport().cryptos()) {
            for (CryptoAttribute our : ours) {
                if (our.tag() == theirs.tag() && our.suite() == theirs.suite()) {
                    return theirs;
                }
            }
        }
        return null;
    }

    private CryptoAttribute our(int tag, Suite suite) {
        return new CryptoAttribute(tag, suite, keys.computeIfAbsent(suite, _ -> CryptoAttribute.newKey()));
    }
}
