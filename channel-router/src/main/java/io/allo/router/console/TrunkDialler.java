// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.config.ServiceKey;
import io.allo.router.console.ConsoleSession.Call;
import io.allo.router.console.advice.Tongue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dialler} by the account's own SIP trunk: our gateway dials, and the call's media socket comes to one of the routers with the
 * proof that belongs to the session. How the call stands comes by that socket; the gateway is asked too until the call is answered or
 * over, for a call whose socket never came.
 */
@Singleton
class TrunkDialler implements Dialler {
    private static final Logger LOG = Logger.getLogger(TrunkDialler.class);
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final long LOOK_MS = 2_000;
    private static final long LOOK_WHILE_TALKING_MS = 15_000;
    private static final int SHORTEST_RING = 5;
    private static final int LONGEST_RING = 180;
    private static final int REFUSED = 403;
    private static final int NOT_FOUND = 404;

    private final OutboundApi gateway;
    private final ServiceKey serviceKey;
    private final ConsoleConfig config;
    private final ConsoleTwiml proofs;
    private final Instance<CallDesk> calls;
    private final Vertx vertx;

    TrunkDialler(
            @RestClient OutboundApi gateway,
            ServiceKey serviceKey,
            ConsoleConfig config,
            ConsoleTwiml proofs,
            Instance<CallDesk> calls,
            Vertx vertx) {
        this.gateway = gateway;
        this.serviceKey = serviceKey;
        this.config = config;
        this.proofs = proofs;
        this.calls = calls;
        this.vertx = vertx;
    }

    @Override
    public ConsoleConfig.Dialling kind() {
        return ConsoleConfig.Dialling.TRUNK;
    }

    /** Whether the account has a trunk is known to the gateway only. */
    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Uni<Call> place(ConsoleSession session, String number) {
        SessionKey key = session.key();
        Map<String, Object> wish = new HashMap<>(Map.of(
                "to_number",
                number,
                "timeout_seconds",
                Math.clamp(config.ring().toSeconds(), SHORTEST_RING, LONGEST_RING),
                "custom_parameters",
                Map.of(
                        ConsoleTwiml.SESSION,
                        key.sessionId(),
                        ConsoleTwiml.ACCOUNT,
                        key.accountId(),
                        ConsoleTwiml.TOKEN,
                        proofs.proof(key))));
        config.sipAccount().ifPresent(id -> wish.put("sip_account_id", id));
        return asked(gateway.place(serviceKey.value(), key.accountId(), wish))
                .onFailure()
                .transform(failure -> refused(failure, session.tongue()))
                .map(view -> new Call(
                        view.getString("call_id"),
                        "initiated",
                        "outbound-api",
                        config.phoneNumber().orElse(""),
                        number,
                        null,
                        null));
    }

    private static Uni<JsonObject> asked(Uni<String> request) {
        return request.ifNoItem().after(LIMIT).fail().map(JsonObject::new);
    }

    private static RefusedException refused(Throwable failure, Tongue tongue) {
        boolean french = tongue == Tongue.FR;
        if (failure instanceof WebApplicationException e) {
            int status = e.getResponse().getStatus();
            String detail = detail(e.getResponse());
            LOG.warnf("the gateway does not call: %d %s", status, detail);
            if (detail.contains("no-sip-account") || status == NOT_FOUND) {
                return new RefusedException(
                        french
                                ? "Aucun compte SIP n’est configuré pour cette entreprise. Ajoutez-en un dans l’administration."
                                : "No SIP account is configured for this business. Add one in the administration.");
            }
            if (status == REFUSED) {
                return new RefusedException(
                        french
                                ? "Le compte SIP n’a pas le droit d’appeler ce numéro."
                                : "The SIP account may not call this number.");
            }
        } else {
            LOG.warnf("the gateway cannot be reached: %s", failure.toString());
        }
        return new RefusedException(
                french
                        ? "La passerelle téléphonique ne prend pas d’appel en ce moment. Réessayez."
                        : "The telephone gateway takes no call at the moment. Try again.");
    }

    private static String detail(Response response) {
        try {
            String body = response.readEntity(String.class);
            return body == null ? "" : new JsonObject(body).getString("detail", "");
        } catch (DecodeException | IllegalStateException | ClassCastException e) {
            return "";
        }
    }

    @Override
    public void placed(ConsoleSession session) {
        Call call = session.call();
        if (call != null) {
            long now = System.nanoTime();
            lookAgain(
                    session.key().accountId(),
                    call.sid(),
                    now + config.ring().plus(LIMIT).toNanos(),
                    LOOK_MS);
        }
    }

    /** Rings it still after this time, it has failed; a call that was answered is looked at now and then, until it is over. */
    private void lookAgain(String account, String sid, long ringsUntil, long pauseMs) {
        vertx.setTimer(
                pauseMs,
                _ -> look(account, sid)
                        .chain(told -> told.isPresent()
                                ? Uni.createFrom().item(told)
                                : calls.get().look(account, sid)) // it may be another gateway's
                        .chain(found -> {
                            Call now = found.orElse(null);
                            if (now == null
                                    || CallEnds.FINAL.contains(now.status())
                                    || now.status().equals("in-progress")) {
                                return now == null ? over() : taken(sid, now);
                            }
                            return System.nanoTime() - ringsUntil > 0
                                    ? calls.get().changed(sid, "failed", null).chain(TrunkDialler::over)
                                    : Uni.createFrom().item(LOOK_MS);
                        })
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.debugf("how a call stands is not known: %s", failure.toString());
                            return LOOK_WHILE_TALKING_MS;
                        })
                        .subscribe()
                        .with(pause -> {
                            if (pause > 0) {
                                lookAgain(account, sid, ringsUntil, pause);
                            }
                        }));
    }

    private Uni<Long> taken(String sid, Call now) {
        boolean ended = CallEnds.FINAL.contains(now.status());
        return calls.get().changed(sid, now.status(), now.duration()).replaceWith(ended ? 0L : LOOK_WHILE_TALKING_MS);
    }

    private static Uni<Long> over() {
        return Uni.createFrom().item(0L);
    }

    @Override
    public Uni<Optional<Integer>> hangUp(ConsoleSession session, String callSid) {
        return asked(gateway.hangUp(serviceKey.value(), session.key().accountId(), callSid))
                .map(_ -> Optional.<Integer>empty())
                .onFailure(TrunkDialler::isUnknown)
                .recoverWithItem(Optional.empty())
                .onFailure()
                .transform(failure -> refused(failure, session.tongue()));
    }

    @Override
    public Uni<Optional<Call>> look(ConsoleSession session, String callSid) {
        return look(session.key().accountId(), callSid);
    }

    private Uni<Optional<Call>> look(String account, String callSid) {
        return asked(gateway.look(serviceKey.value(), account, callSid))
                .map(view -> Optional.<Call>of(new Call(
                        callSid,
                        status(view.getString("status")),
                        "outbound-api",
                        config.phoneNumber().orElse(""),
                        view.getString("to_number"),
                        null,
                        view.getInteger("duration_seconds"))))
                .onFailure(TrunkDialler::isUnknown)
                .recoverWithItem(Optional.empty());
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof WebApplicationException e && e.getResponse().getStatus() == NOT_FOUND;
    }

    /** As Twilio names it. */
    private static String status(@Nullable String ours) {
        return switch (ours == null ? "" : ours) {
            case "answered" -> "in-progress";
            case "cancelled" -> "canceled";
            case "initiated", "ringing", "completed", "busy", "no-answer" -> ours;
            default -> "failed";
        };
    }
}
