// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.cockpit.CallAct.Act;
import io.allo.router.door.SocketDoor.Entered;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One page: who sits before it, what it shows already, whom it follows. Any thread. */
final class CockpitSocket {
    static final TypedKey<CockpitSocket> KEY = new TypedKey<>("cockpit");
    private static final Logger LOG = Logger.getLogger(CockpitSocket.class);

    /** A page this far behind is gone; sound is not worth more. */
    private static final int MOST_UNSENT = 1_000;

    private static final int MOST_UNSENT_SOUND = 50;
    private static final int TRY_AGAIN_LATER = 1013;
    static final int MOST_FOLLOWED = 8;
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_FRAMES = 75;
    private static final int LONGEST_REF = 64;

    private final UUID id = UUID.randomUUID();
    private final WebSocketConnection connection;
    private final ObjectMapper json;
    private final AtomicInteger unsent = new AtomicInteger();
    private final Map<String, LiveConversation> shown = new HashMap<>();
    private final Map<String, Map<String, Line>> followed = new ConcurrentHashMap<>();
    private volatile @Nullable Entered entered;
    private boolean whole;
    private volatile @Nullable Place talks;
    private volatile @Nullable Place listens;
    private long spokeFrom;
    private int spoken;

    /** A call that this page talks or listens in. @param replica where the call is */
    private record Place(String conversation, String replica, boolean held) {}

    CockpitSocket(WebSocketConnection connection, ObjectMapper json) {
        this.connection = connection;
        this.json = json;
    }

    UUID id() {
        return id;
    }

    /** Null before the login. */
    @Nullable
    Entered entered() {
        return entered;
    }

    void enter(Entered who) {
        entered = who;
    }

    /** False when it follows too many. */
    boolean follow(String conversation) {
        if (followed.size() >= MOST_FOLLOWED && !followed.containsKey(conversation)) {
            return false;
        }
        followed.put(conversation, new ConcurrentHashMap<>());
        return true;
    }

    void unfollow(String conversation) {
        followed.remove(conversation);
    }

    Set<String> followed() {
        return Set.copyOf(followed.keySet());
    }

    /** An act in a call was done. */
    void did(Act act, String conversation, String replica) {
        switch (act) {
            case LISTEN -> listens = new Place(conversation, replica, false);
            case SILENCE -> listens = null;
            case JOIN -> talks = new Place(conversation, replica, false);
            case TAKE -> talks = new Place(conversation, replica, true);
            case LEAVE, END -> talks = null;
            case WHISPER, SAY -> {}
        }
    }

    /** Has it taken a call? */
    boolean holds() {
        Place place = talks;
        return place != null && place.held();
    }

    /** Where the call is in which it talks, null: in none. */
    @Nullable
    String talksOn() {
        Place place = talks;
        return place == null ? null : place.replica();
    }

    /** The call that it listens to, null: to none. */
    @Nullable
    String listensTo() {
        Place place = listens;
        return place == null ? null : place.conversation();
    }

    Set<String> replicas() {
        return Stream.of(Optional.ofNullable(talks), Optional.ofNullable(listens))
                .flatMap(Optional::stream)
                .map(Place::replica)
                .collect(Collectors.toSet());
    }

    /** One voice has fifty frames a second. */
    synchronized boolean maySpeak() {
        long now = System.nanoTime();
        if (now - spokeFrom > SECOND) {
            spokeFrom = now;
            spoken = 0;
        }
        return ++spoken <= MOST_FRAMES;
    }

    /** What goes on now; only what the page does not show already is sent. */
    synchronized void show(List<LiveConversation> live) {
        List<LiveConversation> changed = new ArrayList<>();
        Map<String, LiveConversation> now = new LinkedHashMap<>();
        for (LiveConversation one : live) {
            now.put(one.id(), one);
            if (!one.equals(shown.get(one.id()))) {
                changed.add(one);
            }
        }
        List<String> gone =
                shown.keySet().stream().filter(one -> !now.containsKey(one)).toList();
        shown.clear();
        shown.putAll(now);
        if (!whole || !changed.isEmpty() || !gone.isEmpty()) {
            send(Map.of("type", "live", "whole", !whole, "conversations", changed, "gone", gone));
            whole = true;
        }
    }

    /** What was said; only lines that the page does not have. */
    void lines(String conversation, List<Line> lines) {
        Map<String, Line> known = followed.get(conversation);
        if (known == null) {
            return;
        }
        List<Line> fresh = lines.stream()
                .filter(line -> !line.equals(known.put(line.id(), line)))
                .toList();
        if (!fresh.isEmpty()) {
            send(Map.of("type", "lines", "conversation", conversation, "lines", fresh));
        }
    }

    /** @param ref the page's own, comes back */
    static Map<String, Object> answer(@Nullable String ref, String type, Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put("type", type);
        if (ref != null) {
            all.put("ref", ref.length() > LONGEST_REF ? ref.substring(0, LONGEST_REF) : ref);
        }
        return all;
    }

    void send(Map<String, ?> message) {
        if (unsent.get() > MOST_UNSENT) {
            close(new CloseReason(TRY_AGAIN_LATER, "too slow"));
            return;
        }
        try {
            count(connection.sendText(json.writeValueAsString(message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of records have a JSON form", e);
        }
    }

    /** Sound is dropped rather than late. */
    void sound(byte[] frame) {
        if (unsent.get() < MOST_UNSENT_SOUND) {
            count(connection.sendBinary(Buffer.buffer(frame)));
        }
    }

    private void count(Uni<Void> sent) {
        unsent.incrementAndGet();
        sent.onTermination()
                .invoke(unsent::decrementAndGet)
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf("a page of the cockpit went away: %s", failure.getMessage()));
    }

    void close(CloseReason reason) {
        if (connection.isOpen()) {
            connection.close(reason).subscribe().with(_ -> {}, _ -> {});
        }
    }
}
