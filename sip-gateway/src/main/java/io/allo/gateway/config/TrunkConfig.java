// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** SIP accounts: where they are read, how their servers are found. */
@ConfigMapping(prefix = "allo.trunk")
public interface TrunkConfig {

    /** How often the accounts are read, beside every announced change. */
    @WithDefault("5s")
    Duration refresh();

    /**
     * Where a caller who came by no SIP account may be sent by REFER when his agent's business has none either, in the form of
     * an account's {@code dial_allow}; his own telephone dials and pays. Emergency, premium and short numbers are refused as ever.
     */
    @WithDefault("+")
    List<String> referAllow();

    /** ISO 3166 alpha-2: country of numbers in national form, there. */
    @WithDefault("FR")
    String region();

    /** Name server as {@code address[:port]}; the machine's own without it. */
    Optional<String> dnsServer();

    /** Limit of one answer of the name server. */
    @WithDefault("3s")
    Duration dnsTimeout();

    /** An INVITE that hears nothing at all for this time goes to the next server or account. */
    @WithDefault("4s")
    Duration inviteTimeout();

    /** How long the phone of an outbound call rings before it is given up. */
    @WithDefault("45s")
    Duration outboundRing();

    /** How long a server that did not answer stands behind the others. */
    @WithDefault("30s")
    Duration failedFor();
}
