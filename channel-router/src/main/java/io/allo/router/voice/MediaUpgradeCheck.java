// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.allo.router.config.ServiceKey;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.door.OriginPolicy;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a media socket, decided before the 101: afterwards a refusal is only a strange call. 400 for a handshake that
 * is none of ours, 401 for a wrong or used token, 409 when another worker has the call, 503 when this one is full or leaves.
 */
@Singleton
class MediaUpgradeCheck implements HttpUpgradeCheck {
    private static final Logger LOG = Logger.getLogger(MediaUpgradeCheck.class);
    private static final Set<String> SUBPROTOCOLS = Set.of(Subprotocol.BINARY, Subprotocol.JSON);
    private static final Set<String> ENDPOINTS =
            Set.of(MediaEndpoint.ID, TwilioMediaEndpoint.ID, BrowserVoiceEndpoint.ID);
    private static final String BEARER = "Bearer ";
    private static final Map<String, List<String>> NO_HEADERS = Map.of();

    private final ServiceKey serviceKey;
    private final MediaSocketConfig config;
    private final MediaAdmission admission;
    private final LiveCalls calls;
    private final ConversationEngine engine;
    private final OriginPolicy origins;
    private final Clock clock;
    /** Stands in for the shared memory while that is away: a token cannot be used twice on this worker at least. */
    private final UsedTokens usedHere = new UsedTokens();

    MediaUpgradeCheck(
            ServiceKey serviceKey,
            MediaSocketConfig config,
            BrowserVoiceConfig browser,
            MediaAdmission admission,
            ConversationEngine engine,
            LiveCalls calls,
            Clock clock) {
        this.serviceKey = serviceKey;
        this.config = config;
        this.admission = admission;
        this.calls = calls;
        this.engine = engine;
        this.origins = new OriginPolicy(browser.allowedOrigins().orElse(Set.of()));
        this.clock = clock;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return ENDPOINTS.contains(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext handshake) {
        if (calls.draining() || calls.count() >= config.maxCalls()) {
            return CheckResult.rejectUpgrade(503, Map.of("Retry-After", List.of("1")));
        }
        if (TwilioMediaEndpoint.ID.equals(handshake.endpointId())) {
            return CheckResult.permitUpgrade(); // its token comes in the start message
        }
        if (BrowserVoiceEndpoint.ID.equals(handshake.endpointId())) {
            return browser(handshake.httpRequest());
        }
        String callId = handshake.pathParam("callId");
        HttpServerRequest request = handshake.httpRequest();
        int epoch = epoch(request.getHeader(Subprotocol.EPOCH_HEADER));
        if (!offersOurs(request.headers().getAll(HandshakeRequest.SEC_WEBSOCKET_PROTOCOL))
                || callId == null
                || !callId.matches("[A-Za-z0-9_-]{1,64}")
                || epoch < 1) {
            return CheckResult.rejectUpgrade(400, NO_HEADERS);
        }
        String token = bearer(request.getHeader("Authorization"));
        if (token == null || !MediaToken.verify(token, serviceKey.value(), callId, epoch, clock.instant())) {
            return unauthorized();
        }
        return admit(callId, epoch, token);
    }

    /** Pages of an allowed origin, for an agent that exists. Browsers send the origin always and do not let a page forge it. */
    private Uni<CheckResult> browser(HttpServerRequest request) {
        if (!origins.allows(request.getHeader("Origin"), request.getHeader("Host"))) {
            return CheckResult.rejectUpgrade(403, NO_HEADERS);
        }
        String agent = BrowserQuery.agent(request.query());
        if (agent.isEmpty() || !offersOurs(request.headers().getAll(HandshakeRequest.SEC_WEBSOCKET_PROTOCOL))) {
            return CheckResult.rejectUpgrade(400, NO_HEADERS);
        }
        return engine.resolve(new Contact(Channel.VOICE, agent, null, "web-check"))
                .chain(known -> CheckResult.permitUpgrade())
                .onFailure(UnknownAddressException.class)
                .recoverWithUni(() -> CheckResult.rejectUpgrade(404, NO_HEADERS))
                .onFailure()
                .recoverWithUni(() -> CheckResult.rejectUpgrade(503, NO_HEADERS));
    }

    private Uni<CheckResult> admit(String callId, int epoch, String token) {
        if (!usedHere.use(token, clock.instant())) {
            return unauthorized();
        }
        return admission
                .admit(callId, epoch, token)
                .ifNoItem()
                .after(config.admissionTimeout())
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("call %s is admitted without Redis: %s", callId, failure.toString());
                    return MediaAdmission.Verdict.ADMITTED;
                })
                .chain(verdict -> switch (verdict) {
                    case ADMITTED -> CheckResult.permitUpgrade();
                    case TOKEN_USED -> unauthorized();
                    case SUPERSEDED -> CheckResult.rejectUpgrade(409, NO_HEADERS);
                });
    }

    private static Uni<CheckResult> unauthorized() {
        return CheckResult.rejectUpgrade(401, Map.of("WWW-Authenticate", List.of("Bearer")));
    }

    /** Without a common subprotocol the server would answer 101 all the same and only the client would fail. */
    private static boolean offersOurs(List<String> offered) {
        return offered.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .anyMatch(SUBPROTOCOLS::contains);
    }

    private static int epoch(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}") ? Integer.parseInt(header) : 0;
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : null;
    }
}
