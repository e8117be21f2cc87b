// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.voice.Supervision;
import io.allo.router.voice.Supervision.Mode;
import io.allo.router.voice.Supervision.Person;
import io.allo.router.voice.Supervision.Refusal;
import io.allo.router.voice.Supervisions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Does in the calls of this replica what a page wants, whichever replica the page is on. Acts on other replicas' calls are left to them.
 * Any thread; each act runs in its call's mailbox. {@code allo_cockpit_acts_total{act,outcome}} counts them.
 */
@ApplicationScoped
class CallActs {
    private final Supervisions calls;
    private final CockpitBus bus;
    private final CallLedger ledger;
    private final MeterRegistry meters;
    /** Which call somebody talks or listens in. */
    private final Map<UUID, ConversationKey> sessions = new ConcurrentHashMap<>();

    CallActs(Supervisions calls, CockpitBus bus, CallLedger ledger, MeterRegistry meters) {
        this.calls = calls;
        this.bus = bus;
        this.ledger = ledger;
        this.meters = meters;
    }

    void heard(CallAct act) {
        ConversationKey key = key(act.account(), act.conversation());
        calls.with(key, call -> answer(act, key, done(act, call)));
    }

    private static ConversationKey key(String account, String conversation) {
        return new ConversationKey(account, Channel.VOICE, conversation);
    }

    private @Nullable Refusal done(CallAct act, Supervision call) {
        Person person = new Person(act.actor(), act.name());
        call.whenLeft((left, mode) -> gone(act, left, mode));
        return switch (act.act()) {
            case LISTEN ->
                call.listen(act.session(), both -> bus.tell(act.replyTo(), BusMessage.sound(act.session(), both)));
            case SILENCE -> {
                call.deaf(act.session());
                yield null;
            }
            case WHISPER -> call.whisper(act.text());
            case JOIN -> call.join(act.session(), person);
            case TAKE -> call.take(act.session(), person);
            case SAY -> call.say(act.session(), act.text());
            case LEAVE -> call.leave(act.session(), act.text().isEmpty() ? null : act.text());
            case END -> call.end(person);
        };
    }

    private void answer(CallAct act, ConversationKey key, @Nullable Refusal refusal) {
        if (refusal == null) {
            noted(act, key);
        }
        String outcome = refusal == null ? "done" : word(refusal.name());
        meters.counter("allo.cockpit.acts", "act", word(act.act().name()), "outcome", outcome)
                .increment();
        bus.tell(
                act.replyTo(),
                BusMessage.json(new JsonObject()
                        .put("kind", CallDesk.DONE)
                        .put("ref", act.ref())
                        .put("replica", bus.self())
                        .put("code", refusal == null ? null : word(refusal.name()))));
    }

    private void noted(CallAct act, ConversationKey key) {
        CallLedger.Who who = new CallLedger.Who(act.account(), act.conversation(), act.actor(), act.name());
        switch (act.act()) {
            case LISTEN -> {
                sessions.put(act.session(), key);
                ledger.noted(who, "listened");
            }
            case WHISPER -> ledger.noted(who, "whispered");
            case JOIN -> {
                sessions.put(act.session(), key);
                ledger.talks(who, "joined", "joined");
            }
            case TAKE -> {
                sessions.put(act.session(), key);
                ledger.talks(who, "held", "taken");
            }
            case SAY -> ledger.noted(who, "replied");
            case LEAVE -> ledger.left(who, act.held() ? "handed-back" : "left");
            case END -> ledger.left(who, "ended");
            case SILENCE -> sessions.remove(act.session());
        }
    }

    /** Who is not heard of any more has left. */
    private void gone(CallAct act, Person person, Mode mode) {
        ledger.left(
                new CallLedger.Who(act.account(), act.conversation(), person.id(), person.name()),
                mode == Mode.HELD ? "handed-back" : "left");
    }

    /** A frame of somebody's voice. */
    void voice(UUID session, byte[] ulaw) {
        ConversationKey key = sessions.get(session);
        if (key != null && !calls.with(key, call -> call.voice(session, ulaw))) {
            sessions.remove(session);
        }
    }

    /** His page is still open. */
    void seen(UUID session) {
        ConversationKey key = sessions.get(session);
        if (key == null) {
            return;
        }
        boolean live = calls.with(key, call -> {
            call.seen(session);
            if (call.talks(session)) {
                ledger.seen(key.accountId(), key.id());
            }
        });
        if (!live) {
            sessions.remove(session);
        }
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
