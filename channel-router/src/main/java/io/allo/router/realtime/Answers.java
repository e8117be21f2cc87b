// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which answer is being made. The server makes one at a time, and begins some by itself: an order that would be a second one
 * waits for the end of the first. One session, one thread.
 */
final class Answers {
    /** Finished answers whose late pieces are still recognised. */
    private static final int REMEMBERED = 16;

    private final Consumer<ObjectNode> send;
    private final Deque<ObjectNode> held = new ArrayDeque<>();
    private final Deque<String> unwanted = new ArrayDeque<>();
    private @Nullable String active;
    /** Asked for, and nothing of it came yet. */
    private @Nullable ObjectNode asked;
    /** The last order that was sent, also once its answer runs. */
    private @Nullable ObjectNode lastAsked;

    private boolean unwantedNext;
    private int orders;

    Answers(Consumer<ObjectNode> send) {
        this.send = send;
    }

    /** Asks for an answer, now or after the running one. */
    void ask(ObjectNode create) {
        create.put("event_id", "answer-" + ++orders);
        if (active == null && asked == null) {
            send(create);
        } else if (create.has("response") || held.stream().allMatch(order -> order.has("response"))) {
            held.add(create);
        }
    }

    private void send(ObjectNode create) {
        asked = create;
        lastAsked = create;
        send.accept(create);
    }

    /** {@code response.created}. */
    void created(String id) {
        active = id;
        asked = null;
        if (unwantedNext) {
            unwantedNext = false;
            forget(id);
        }
    }

    /** {@code response.done}; in a race it comes without {@code response.created}. */
    void done(String id) {
        if (active == null || active.equals(id)) {
            active = null;
            asked = null;
            unwantedNext = false;
        }
        forget(id);
        next();
    }

    private void next() {
        if (active == null && asked == null && !held.isEmpty()) {
            send(held.remove());
        }
    }

    /** The server was quicker and makes another answer: this order waits. */
    void refusedBecauseActive(String eventId) {
        ObjectNode order = lastAsked;
        boolean ours = eventId.isEmpty() && asked != null; // a server that does not say which one it means
        if (order != null && (ours || order.path("event_id").asText().equals(eventId))) {
            asked = null;
            held.addFirst(order);
        }
    }

    /** @return whether it was an order to answer that the server refused, so that no answer comes */
    boolean refused(String eventId) {
        if (asked == null || !asked.path("event_id").asText().equals(eventId)) {
            return false;
        }
        asked = null;
        return true;
    }

    /** Makes way after {@link #refused}. */
    void refusedReported() {
        next();
    }

    /** The same order again, after a failure that may pass. */
    void again(ObjectNode plain) {
        ObjectNode order = lastAsked == null ? plain : lastAsked.deepCopy();
        lastAsked = null;
        ask(order);
    }

    /** @return the order to send, null when nothing is being made; what was held back is dropped */
    @Nullable
    ObjectNode cancel(ObjectNode cancel) {
        held.clear();
        if (active != null) {
            forget(active);
            return cancel.put("response_id", active);
        }
        if (asked != null) {
            unwantedNext = true;
            return cancel;
        }
        return null;
    }

    /** Pieces of an answer that is over or not wanted any more. */
    boolean unwanted(String id) {
        return unwanted.contains(id);
    }

    private void forget(String id) {
        if (!unwanted.contains(id)) {
            unwanted.add(id);
            if (unwanted.size() > REMEMBERED) {
                unwanted.remove();
            }
        }
    }
}
