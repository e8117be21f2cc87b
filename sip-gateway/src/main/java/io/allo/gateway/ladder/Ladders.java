// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallJournal;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.SipNote;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ladders of the calls that live and of those that ended lately, in memory and bounded: so many calls, so long, and the
 * last so many INVITEs that never became calls. Thread-safe; a message costs a map look-up and an append.
 */
public final class Ladders implements CallJournal {
    private static final int MOST_STRANGERS = 256;

    private final Clock clock;
    private final int mostCalls;
    private final Duration keep;
    private final Map<CallId, KeptCall> calls = new LinkedHashMap<>();
    /** INVITEs that belong to no call yet. */
    private final Map<String, Leg> strangers = new LinkedHashMap<>();

    private final Map<String, Leg> legs = new ConcurrentHashMap<>();

    /**
     * @param mostCalls calls kept, living ones included
     * @param keep how long after its end
     */
    public Ladders(Clock clock, int mostCalls, Duration keep) {
        this.clock = requireNonNull(clock, "clock");
        this.mostCalls = mostCalls;
        this.keep = requireNonNull(keep, "keep");
    }

    @Override
    public boolean follows(String sipCallId) {
        return legs.containsKey(sipCallId);
    }

    @Override
    public void message(SipNote note) {
        Leg leg = legs.get(note.sipCallId());
        (leg == null ? stranger(note.sipCallId()) : leg).add(note);
    }

    private synchronized Leg stranger(String sipCallId) {
        Leg known = legs.get(sipCallId);
        if (known != null) {
            return known;
        }
        if (strangers.size() >= MOST_STRANGERS) {
            String eldest = strangers.keySet().iterator().next();
            strangers.remove(eldest);
            legs.remove(eldest);
        }
        Leg leg = new Leg();
        strangers.put(sipCallId, leg);
        legs.put(sipCallId, leg);
        return leg;
    }

    @Override
    public synchronized void leg(CallId call, String sipCallId) {
        Leg leg = strangers.remove(sipCallId);
        if (leg == null) {
            leg = legs.computeIfAbsent(sipCallId, _ -> new Leg());
        }
        legs.put(sipCallId, leg);
        kept(call).leg(sipCallId, leg);
    }

    synchronized void requested(CallRequest request) {
        kept(request.id()).requested(request);
    }

    synchronized void answered(CallId call) {
        kept(call).answered(clock.instant());
    }

    synchronized void ended(CallId call, EndReason reason) {
        kept(call).ended(clock.instant(), reason);
    }

    /** RTP statistics come with the call's last event. */
    synchronized void take(CallEvent event) {
        if (event instanceof CallEvent.CallEnded ended && CallId.isValid(ended.callId())) {
            KeptCall call = calls.get(new CallId(ended.callId()));
            if (call != null) {
                call.audio(ended.audio(), ended.targetAudio());
            }
        }
    }

    /** Makes room when the call is new: what is too old first, then the eldest. */
    private KeptCall kept(CallId call) {
        KeptCall known = calls.get(call);
        if (known != null) {
            return known;
        }
        forget();
        KeptCall fresh = new KeptCall();
        calls.put(call, fresh);
        return fresh;
    }

    private void forget() {
        Instant oldest = clock.instant().minus(keep);
        for (Iterator<KeptCall> eldest = calls.values().iterator(); eldest.hasNext(); ) {
            KeptCall next = eldest.next();
            if (calls.size() < mostCalls && !next.isOver(oldest)) {
                return;
            }
            next.sipCallIds().forEach(legs::remove);
            eldest.remove();
        }
    }

    /** The ladder of one of our calls. */
    public synchronized Optional<Ladder> of(CallId call) {
        Instant oldest = clock.instant().minus(keep);
        return Optional.ofNullable(calls.get(call))
                .filter(kept -> !kept.isOver(oldest))
                .map(KeptCall::read);
    }

    /** By the Call-ID that the peer knows, also of an INVITE that was refused before it became a call. */
    public synchronized Optional<Ladder> ofSipCallId(String sipCallId) {
        Leg stranger = strangers.get(sipCallId);
        if (stranger != null) {
            return Optional.of(new Ladder(null, stranger.notes(), stranger.omitted(), null, null, null, null, null));
        }
        for (KeptCall kept : List.copyOf(calls.values())) {
            for (String known : kept.sipCallIds()) {
                if (known.equals(sipCallId)) {
                    return Optional.of(kept.read());
                }
            }
        }
        return Optional.empty();
    }
}
