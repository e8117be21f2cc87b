// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.ConsoleSession.Call;
import io.allo.router.console.ConsoleSession.Opening;
import io.allo.router.console.SessionRepository.CallChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The telephone calls of sessions: placed, ended, and what becomes of them told to whoever watches. */
@Singleton
class CallDesk {
    private static final Logger LOG = Logger.getLogger(CallDesk.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(6);

    private final SessionRepository sessions;
    private final ConsoleDesk desk;
    private final Diallers diallers;
    private final Lines lines;
    private final Watchers watchers;
    private final CallEnds ends;
    private final ConsoleMeters meters;
    private final Clock clock;

    CallDesk(
            SessionRepository sessions,
            ConsoleDesk desk,
            Diallers diallers,
            Lines lines,
            Watchers watchers,
            CallEnds ends,
            ConsoleMeters meters,
            Clock clock) {
        this.sessions = sessions;
        this.desk = desk;
        this.diallers = diallers;
        this.lines = lines;
        this.watchers = watchers;
        this.ends = ends;
        this.meters = meters;
        this.clock = clock;
    }

    /** Fails with {@link Dialler.RefusedException} when it cannot be placed. @param number checked already */
    Uni<Call> place(SessionKey key, Opening opening, String number) {
        Dialler dialler = diallers.current();
        return sessions.open(key, opening)
                .chain(session -> dialler.place(session, number))
                .chain(call -> sessions.called(key, call)
                        .invoke(() -> watchers.tell(key, Messages.call(call.sid(), call.status(), null)))
                        .invoke(session -> dialler.placed(session))
                        .replaceWith(call));
    }

    /** Ends the account's call; empty: it has no such one. Fails with {@link Dialler.RefusedException}. */
    Uni<Optional<JsonObject>> end(String accountId, String callSid) {
        return sessions.ofCall(callSid, accountId)
                .chain(found -> found.map(session -> ended(session, callSid).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** The call first, its last words next, then what is counted. */
    private Uni<JsonObject> ended(ConsoleSession session, String callSid) {
        SessionKey key = session.key();
        return diallers.current()
                .hangUp(session, callSid)
                .call(() -> lines.of(key)
                        .map(line -> line.end()
                                .ifNoItem()
                                .after(LAST_WORDS)
                                .recoverWithUni(Uni.createFrom().voidItem()))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .map(told -> told.map(Integer::longValue).orElseGet(() -> seconds(session)))
                .call(seconds -> sessions.hungUp(key, seconds))
                .invoke(() -> {
                    if (session.call() != null
                            && !CallEnds.FINAL.contains(session.call().status())) {
                        watchers.tell(key, Messages.call(callSid, "completed", "agent_ended"));
                    }
                })
                .chain(seconds -> desk.spoken(key)
                        .map(statistics -> new JsonObject()
                                .put("success", true)
                                .put("call_sid", callSid)
                                .put("status", "completed")
                                .put("duration", seconds)
                                .put("session_stats", statistics)));
    }

    private long seconds(ConsoleSession session) {
        Call call = session.call();
        if (call == null) {
            return 0;
        }
        if (call.duration() != null) {
            return call.duration();
        }
        Instant answered = call.answeredAt();
        return answered == null
                ? 0
                : Math.max(0, Duration.between(answered, clock.instant()).toSeconds());
    }

    /** As whoever carries it says, else as it is known here; empty: the account has no such call. */
    Uni<Optional<Call>> look(String accountId, String callSid) {
        return sessions.ofCall(callSid, accountId).chain(session -> {
            Optional<Call> known = session.map(ConsoleSession::call);
            return known.isEmpty()
                    ? Uni.createFrom().item(known)
                    : diallers.current()
                            .look(session.get(), callSid)
                            .map(told -> told.or(() -> known))
                            .onFailure()
                            .recoverWithItem(known);
        });
    }

    /**
     * Something became of a call. False: it is none of ours.
     *
     * @param status as Twilio names it
     */
    Uni<Boolean> changed(String callSid, String status, @Nullable Integer duration) {
        boolean over = CallEnds.FINAL.contains(status);
        String reason = over ? CallEnds.reason(status) : null;
        return sessions.callStatus(callSid, status, duration, reason)
                .chain(change -> change.map(
                                known -> told(known, callSid, status, reason).replaceWith(true))
                        .orElseGet(() -> sessions.ofCall(callSid, null).map(Optional::isPresent)));
    }

    private Uni<Void> told(CallChange change, String callSid, String status, @Nullable String reason) {
        SessionKey key = change.session().key();
        if (!CallEnds.FINAL.contains(change.before())) {
            watchers.tell(key, Messages.call(callSid, status, reason));
        }
        if (reason != null && !CallEnds.FINAL.contains(change.before())) {
            meters.ended(reason);
        }
        if (reason == null) {
            return Uni.createFrom().voidItem();
        }
        lines.of(key).ifPresent(line -> line.end().subscribe().with(_ -> {}));
        return ends.untold(key)
                .onFailure()
                .invoke(failure -> LOG.warnf("An end of a call is told later: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
