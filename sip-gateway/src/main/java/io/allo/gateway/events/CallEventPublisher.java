// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.events.Topics;
import io.allo.contracts.events.TrunkEvent;
import io.allo.gateway.call.CallEventSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings call events, and those of trunks, to the broker in the order of their coming: one on its way at a time, by one thread of its own. What the
 * broker does not take goes to the spool, and once something waits there, all that follows waits behind it. A call only puts
 * its event into a queue.
 */
public final class CallEventPublisher implements CallEventSink, AutoCloseable {
    static final String CE_ID = "ce_id";
    static final String CE_TYPE = "ce_type";
    static final String CE_TIME = "ce_time";
    static final String TRACEPARENT = "traceparent";

    private static final Logger LOG = Logger.getLogger(CallEventPublisher.class);
    private static final int QUEUED = 20_000;

    private final BlockingQueue<SpooledEvent> queue = new LinkedBlockingQueue<>(QUEUED);
    private final AtomicLong lost = new AtomicLong();
    private final EventBroker broker;
    private final EventSpool spool;
    private final ObjectWriter json;
    private final ObjectWriter trunkJson;
    private final Duration retry;
    private final Thread thread;
    private volatile boolean open = true;
    private boolean away;

    /** @param retry pause between two tries while the broker is away */
    public CallEventPublisher(EventBroker broker, EventSpool spool, ObjectMapper mapper, Duration retry) {
        this.broker = requireNonNull(broker, "broker");
        this.spool = requireNonNull(spool, "spool");
        this.json = mapper.writerFor(CallEvent.class);
        this.trunkJson = mapper.writerFor(TrunkEvent.class);
        this.retry = requireNonNull(retry, "retry");
        this.thread = Thread.ofPlatform().name("call-events").daemon().start(this::run);
    }

    @Override
    public void publish(CallEvent event, @Nullable String traceparent) {
        Map<String, String> headers = headers(event.eventId(), event.type(), event.occurredAt());
        if (traceparent != null) {
            headers.put(TRACEPARENT, traceparent);
        }
        enqueue(Topics.CALL_EVENTS, event.callId(), headers, json, event);
    }

    /** How a trunk is; the same way as the facts of calls. */
    public void publish(TrunkEvent event) {
        Map<String, String> headers = headers(event.eventId(), event.type(), event.occurredAt());
        enqueue(Topics.TRUNK_EVENTS, String.valueOf(event.sipAccountId()), headers, trunkJson, event);
    }

    private static Map<String, String> headers(String id, String type, Instant at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CE_ID, id);
        headers.put(CE_TYPE, type);
        headers.put(CE_TIME, at.toString());
        return headers;
    }

    private void enqueue(String topic, String key, Map<String, String> headers, ObjectWriter writer, Object event) {
        try {
            byte[] value = writer.writeValueAsBytes(event);
            if (!queue.offer(new SpooledEvent(topic, key, headers, value))) {
                lost.incrementAndGet();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("events are plain records", e);
        }
    }

    /** Events given up: the queue or the spool was full, or the disk refused. */
    public long lost() {
        return lost.get() + spool.dropped();
    }

    /** Events that wait in the spool. */
    public long spooled() {
        return spool.size();
    }

    private void run() {
        while (open || !queue.isEmpty()) {
            try {
                SpooledEvent next = queue.poll(retry.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    take(next);
                } else {
                    replay();
                }
            } catch (InterruptedException e) {
                if (!open) {
                    queue.forEach(this::keep);
                    return;
                }
            } catch (RuntimeException e) {
                LOG.error("call events stumbled", e);
            }
        }
    }

    private void take(SpooledEvent event) throws InterruptedException {
        if (!away && spool.size() > 0) {
            replay();
        }
        if (away || !sent(event)) {
            keep(event);
        }
    }

    private void replay() throws InterruptedException {
        while (open) {
            SpooledEvent oldest = spool.peek().orElse(null);
            if (oldest == null || !sent(oldest)) {
                return;
            }
            spool.remove();
        }
    }

    private boolean sent(SpooledEvent event) throws InterruptedException {
        try {
            broker.send(event);
            if (away) {
                LOG.infof("broker is back, %d call events wait", spool.size());
            }
            away = false;
            return true;
        } catch (EventBroker.NotTakenException e) {
            if (!away) {
                LOG.warnf("broker takes no call event, spooling: %s", e.getMessage());
            }
            away = true;
            return false;
        }
    }

    private void keep(SpooledEvent event) {
        try {
            spool.append(event);
        } catch (UncheckedIOException e) {
            lost.incrementAndGet();
            LOG.error("call event lost", e);
        }
    }

    /** Sends or spools what is queued, and ends. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(Duration.ofSeconds(2));
            thread.interrupt();
            thread.join(Duration.ofSeconds(6));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.close();
    }
}
