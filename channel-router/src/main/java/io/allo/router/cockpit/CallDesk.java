// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.cockpit.CallAct.Act;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.door.SocketDoor.Entered;
import io.allo.router.voice.Supervision;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The acts of the pages on this replica: on their way to the call, wherever it is, and what became of them. Any thread. */
@ApplicationScoped
class CallDesk {
    static final String DONE = "done";
    static final String SEEN = "seen";
    private static final Logger LOG = Logger.getLogger(CallDesk.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int LONGEST = 1_000;

    private final CockpitBus bus;
    private final LiveQueries queries;
    private final ConversationEngine engine;
    private final CallLedger ledger;
    private final Vertx vertx;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Map<UUID, CockpitSocket> pages = new ConcurrentHashMap<>();

    CallDesk(CockpitBus bus, LiveQueries queries, ConversationEngine engine, CallLedger ledger, Vertx vertx) {
        this.bus = bus;
        this.queries = queries;
        this.engine = engine;
        this.ledger = ledger;
        this.vertx = vertx;
    }

    private record Pending(
            CockpitSocket page, CallAct act, @Nullable String ref) {}

    /** @return why it is refused at once, null: the answer follows */
    @Nullable
    String act(CockpitSocket page, Entered who, Act act, Order order) {
        String conversation = order.conversation();
        String text = order.text() == null ? "" : order.text().replace("\0", "").strip();
        boolean needsText = act == Act.WHISPER || act == Act.SAY;
        if (!who.who().leads()) {
            return "forbidden";
        }
        if (conversation == null
                || conversation.length() > 100
                || text.length() > LONGEST
                || needsText && text.isEmpty()) {
            return "bad-message";
        }
        pages.put(page.id(), page);
        CallAct wanted = new CallAct(
                UUID.randomUUID().toString(),
                bus.self(),
                page.id(),
                who.accountId(),
                conversation,
                act,
                text,
                page.holds(),
                who.who().actor(),
                who.who().name());
        if (act == Act.WHISPER) {
            whisper(page, wanted, order.ref());
        } else {
            send(page, wanted, order.ref());
        }
        return null;
    }

    private void send(CockpitSocket page, CallAct act, @Nullable String ref) {
        pending.put(act.ref(), new Pending(page, act, ref));
        vertx.setTimer(LIMIT.toMillis(), _ -> {
            Pending waits = pending.remove(act.ref());
            if (waits != null) {
                page.send(CockpitSocket.answer(ref, "refused", Map.of("code", "not-live")));
            }
        });
        bus.tell(CockpitBus.ALL, BusMessage.json(act.json()));
    }

    /** In writing nobody but the engine has to know. */
    private void whisper(CockpitSocket page, CallAct act, @Nullable String ref) {
        queries.open(act.account(), act.conversation())
                .chain(found -> {
                    ConversationKey key = found.orElse(null);
                    if (key == null || key.channel() == Channel.VOICE) {
                        send(page, act, ref);
                        return Uni.createFrom().voidItem();
                    }
                    return engine.learned(key, Map.of(Supervision.NOTE, act.text()))
                            .invoke(() -> {
                                ledger.noted(
                                        new CallLedger.Who(act.account(), act.conversation(), act.actor(), act.name()),
                                        "whispered");
                                page.send(CockpitSocket.answer(ref, "done", Map.of("act", "whisper")));
                            });
                })
                .subscribe()
                .with(_ -> {}, failure -> {
                    LOG.warnf("not whispered: %s", failure.toString());
                    page.send(CockpitSocket.answer(ref, "refused", Map.of("code", "unavailable")));
                });
    }

    /** The call's replica has answered. */
    void heard(JsonObject done) {
        Pending waited = pending.remove(done.getString("ref"));
        if (waited == null) {
            return;
        }
        String code = done.getString("code");
        if (code != null) {
            waited.page().send(CockpitSocket.answer(waited.ref(), "refused", Map.of("code", code)));
            return;
        }
        CallAct act = waited.act();
        waited.page().did(act.act(), act.conversation(), done.getString("replica"));
        waited.page()
                .send(CockpitSocket.answer(
                        waited.ref(),
                        "done",
                        Map.of("act", act.act().name().toLowerCase(Locale.ROOT), "conversation", act.conversation())));
    }

    /** 20 ms of a call that a page listens to. */
    void sound(UUID session, byte[] both) {
        CockpitSocket page = pages.get(session);
        if (page != null) {
            page.sound(both);
        }
    }

    /** 20 ms of whoever sits before the page. */
    void voice(CockpitSocket page, byte[] ulaw) {
        String replica = page.talksOn();
        if (replica != null && page.maySpeak()) {
            bus.tell(replica, BusMessage.voice(page.id(), ulaw));
        }
    }

    /** The page is still open. */
    void seen(CockpitSocket page) {
        page.replicas()
                .forEach(replica -> bus.tell(
                        replica,
                        BusMessage.json(new JsonObject()
                                .put("kind", SEEN)
                                .put("session", page.id().toString()))));
    }

    /** A page is closed: it listens no more. Whoever held a call has some seconds to come back. */
    void closed(CockpitSocket page, Entered who) {
        pages.remove(page.id());
        String heard = page.listensTo();
        if (heard != null) {
            bus.tell(
                    CockpitBus.ALL,
                    BusMessage.json(new CallAct(
                                    "",
                                    bus.self(),
                                    page.id(),
                                    who.accountId(),
                                    heard,
                                    Act.SILENCE,
                                    "",
                                    false,
                                    who.who().actor(),
                                    who.who().name())
                            .json()));
        }
    }
}
