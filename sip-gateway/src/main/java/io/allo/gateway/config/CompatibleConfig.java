// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The gateway as a bridge for a server that speaks Twilio Media Streams. */
@ConfigMapping(prefix = "allo.compatible")
public interface CompatibleConfig {

    /** Calls go to the media socket of `ws-target` instead of a worker; too many calls are refused with 486; no key on loopback. */
    @WithDefault("false")
    boolean enabled();

    /** Media socket of every call that names no other, `ws://` or `wss://`. */
    Optional<URI> wsTarget();

    /** How long it rings before the gateway answers by itself, counted from the INVITE. */
    @WithDefault("0s")
    Duration ringTime();

    /**
     * Calls are written to a list in Redis instead, for workers that take them by `BLPOP` and open the call's media socket here;
     * `allo.waiting.patience` bounds their wait.
     */
    @WithDefault("false")
    boolean queue();

    /** The list. */
    @WithDefault("queue:incoming_calls")
    String queueKey();

    /** Base of the media sockets as those workers reach this gateway. */
    @WithDefault("ws://localhost:8060/media")
    URI queueMediaUrl();

    /** Asked before an incoming call is answered. */
    Optional<URI> incomingCallbackUrl();

    /** Told of every change of a call that names no other. */
    Optional<URI> statusCallbackUrl();

    /** Method of status callbacks: `POST` with a JSON body, or `GET` with a query. */
    @WithDefault("POST")
    CallbackMethod callbackMethod();

    /**
     * Where callbacks and media sockets of calls may go: `host` = any port of a public address, `host:port` = this one, a private
     * address too. The URLs of this configuration are always allowed.
     */
    Optional<Set<String>> allowedHosts();

    /** HTTP method. */
    enum CallbackMethod {
        GET,
        POST
    }
}
