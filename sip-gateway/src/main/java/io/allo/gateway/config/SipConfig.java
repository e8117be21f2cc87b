// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Where the gateway listens for SIP, and what it admits. */
@ConfigMapping(prefix = "allo.sip")
public interface SipConfig {

    /** IP literal to listen on. */
    @WithDefault("0.0.0.0")
    String bindAddress();

    /** UDP and TCP port; 0 takes a free one. */
    @WithDefault("5060")
    @Min(0)
    @Max(65535)
    int port();

    /** TLS port, open when there is a certificate; 0 takes a free one. */
    @WithDefault("5061")
    @Min(0)
    @Max(65535)
    int tlsPort();

    /** File with our certificate chain in PEM, or certificate and key in PKCS12 (.p12, .pfx). */
    Optional<String> tlsCertificate();

    /** File with the private key in PEM, not encrypted. */
    Optional<String> tlsKey();

    /** Password of a PKCS12 file. */
    Optional<String> tlsPassword();

    /** PEM file of authorities that trunks may be signed by, beside the well-known ones. */
    Optional<String> tlsTrust();

    /** How often certificate and key are looked at: a new one serves new connections, calls on older ones go on. */
    @WithDefault("30s")
    Duration tlsReload();

    /** IP literal in Contact, Via and SDP. Without it: the address from which the peer is reached. */
    Optional<String> advertisedAddress();

    /**
     * Registers the public address that a registrar sees us at, for accounts without {@code contact_host} and where no address
     * is advertised.
     */
    @WithDefault("true")
    boolean learnContact();

    /** Calls at the same time; more are refused with 503. */
    @WithDefault("500")
    @Min(1)
    int maxCalls();

    /** New calls in a second; more are refused with 503. */
    @WithDefault("250")
    @Min(1)
    int maxNewCallsPerSecond();

    /** New calls are refused with 503 while work waits longer than this in the gateway's own queues; 0s = never. */
    @WithDefault("500ms")
    Duration maxQueueing();

    /** Calls of one source address at the same time; 0 = no limit. */
    @WithDefault("0")
    @Min(0)
    int maxCallsPerSource();

    /** New calls of one source address in a second; 0 = no limit. */
    @WithDefault("0")
    @Min(0)
    int maxNewCallsPerSecondPerSource();

    /** Calls that belong to no SIP account: auto serves them while there is no account at all. */
    @WithDefault("auto")
    Strangers strangers();

    /** Refused requests of a source in a minute until it hears nothing; 0 = no bans. */
    @WithDefault("20")
    @Min(0)
    int banAfter();

    /** How long a source hears nothing; at most 10 minutes. */
    @WithDefault("10m")
    Duration ban();

    /** Realm of our challenges to callers by digest. */
    @WithDefault("allo")
    String realm();

    /** What a refused caller is told to wait. */
    @WithDefault("2s")
    Duration retryAfter();

    /** Requests of ours that are larger than so many bytes go by TCP where the server takes it (RFC 3261 18.1.1); 0 = never. */
    @WithDefault("1300")
    @Min(0)
    int tcpAbove();

    /** Threads that read and parse SIP over UDP. One keeps the order of a call's messages and is enough for 1000 a second. */
    @WithDefault("1")
    @Min(1)
    int threads();

    /** Session timer that we ask for (RFC 4028); 0s: a session is timed only when the peer asks. */
    @WithDefault("1800s")
    Duration sessionExpires();

    /** Shortest session timer that we take; less than 90s only in tests. */
    @WithDefault("90s")
    Duration sessionMin();

    /** Our 18x that are repeated until a PRACK (RFC 3262): those a peer requires, or all that it supports. */
    @WithDefault("required")
    ReliableProvisional reliableProvisional();

    /** Round-trip estimate of RFC 3261 17.1.1.1; shorter only in tests. */
    @WithDefault("500ms")
    Duration t1();

    /** Which 18x are reliable. One with early media is wherever the peer supports it. */
    enum ReliableProvisional {
        REQUIRED,
        SUPPORTED
    }

    /** Calls that belong to no SIP account. */
    enum Strangers {
        AUTO,
        SERVE,
        REFUSE
    }
}
