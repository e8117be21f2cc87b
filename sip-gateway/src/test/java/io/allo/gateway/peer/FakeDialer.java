// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.Dialer;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.OutboundLeg;
import io.allo.gateway.call.OutboundLegEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Legs that ring nobody: they keep what they are told, and do what the test says. */
public final class FakeDialer implements Dialer {
    private final List<Leg> legs = new CopyOnWriteArrayList<>();

    @Override
    public Leg dial(DialRequest request, Mailbox mailbox, Consumer<OutboundLegEvent> events) {
        Leg leg = new Leg(request, mailbox, events);
        legs.add(leg);
        return leg;
    }

    public List<Leg> legs() {
        return List.copyOf(legs);
    }

    public Leg last() {
        return legs.getLast();
    }

    /** Legs that are neither refused nor hung up. */
    public long openLegs() {
        return legs.stream().filter(leg -> !leg.over).count();
    }

    /** One leg. */
    public static final class Leg implements OutboundLeg {
        private final DialRequest request;
        private final Mailbox mailbox;
        private final Consumer<OutboundLegEvent> events;
        private final List<String> log = new CopyOnWriteArrayList<>();
        private volatile boolean answered;
        private volatile boolean over;

        Leg(DialRequest request, Mailbox mailbox, Consumer<OutboundLegEvent> events) {
            this.request = request;
            this.mailbox = mailbox;
            this.events = events;
        }

        /** Something happens there. */
        public void says(OutboundLegEvent event) {
            if (over) {
                return;
            }
            answered |= event instanceof OutboundLegEvent.Answered;
            over = event instanceof OutboundLegEvent.Refused || event instanceof OutboundLegEvent.HungUp;
            mailbox.execute(() -> events.accept(event));
        }

        @Override
        public void hangUp(EndReason reason) {
            if (!over) {
                over = true;
                log.add(answered ? "BYE" : "CANCEL");
                mailbox.execute(() -> events.accept(
                        answered ? new OutboundLegEvent.HungUp() : new OutboundLegEvent.Refused(487, "cancelled")));
            }
        }

        @Override
        public void direction(NegotiatedAudio.Direction direction) {
            log.add("re-INVITE " + direction);
        }

        @Override
        public Optional<Replaced> replaced() {
            return answered
                    ? Optional.of(new Replaced("sip:human@127.0.0.1:5070", "id@host;to-tag=t;from-tag=f"))
                    : Optional.empty();
        }

        @Override
        public Optional<Integer> sipAccountId() {
            return Optional.ofNullable(request.sipAccountId());
        }

        public DialRequest request() {
            return request;
        }

        public List<String> log() {
            return List.copyOf(log);
        }
    }
}
