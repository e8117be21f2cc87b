// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.worker.MediaToken;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerDirectory;
import io.allo.gateway.call.WorkerStream;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.call.WorkerStreams;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Existing workers that take calls from a list in Redis and open the call's media socket at this gateway. The first to open it
 * has the call, all others are too late; a record that was taken and not followed by a socket within five seconds goes back to
 * the head. It rings meanwhile, up to the patience. Thread-safe.
 */
public final class QueuedWorkers implements WorkerDirectory, WorkerStreams {
    private static final String ID = "queue";
    private static final Worker QUEUE = new Worker(ID, URI.create("ws://queue.invalid/"));
    private static final Duration UNCLAIMED = Duration.ofSeconds(5);
    private static final int BUSY_HERE = 486;

    private final VertxInternal vertx;
    private final ObjectMapper json;
    private final IncomingQueue queue;
    private final Settings settings;
    private final GatewayIdentity identity;
    private final TrunkDirectory trunks;
    private final CallBook book;
    private final Clock clock;
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();

    /**
     * @param key of the list
     * @param mediaUrl base of the media sockets as workers reach this gateway
     * @param ringTime from the claim on the phone is answered when this time since the INVITE is over
     * @param patience longest wait for a worker; then 486
     */
    public record Settings(String key, URI mediaUrl, Duration ringTime, Duration patience) {}

    public QueuedWorkers(
            Vertx vertx,
            Redis redis,
            ObjectMapper json,
            Settings settings,
            GatewayIdentity identity,
            TrunkDirectory trunks,
            CallBook book,
            Clock clock) {
        this.vertx = (VertxInternal) requireNonNull(vertx, "vertx");
        this.json = requireNonNull(json, "json");
        this.queue = new IncomingQueue(redis, settings.key());
        this.settings = settings;
        this.identity = identity;
        this.trunks = trunks;
        this.book = book;
        this.clock = clock;
    }

    /** One call in the list. */
    private record Offer(String record, TwilioStream stream, WorkerStreamListener call, Context loop) {}

    @Override
    public CompletionStage<Optional<Worker>> reserve(CallId call, int epoch, Set<String> excluded) {
        return CompletableFuture.completedFuture(excluded.contains(ID) ? Optional.empty() : Optional.of(QUEUE));
    }

    @Override
    public void release(Worker worker, CallId call) {
        Offer offer = offers.remove(call.value());
        if (offer != null) {
            queue.remove(offer.record());
        }
    }

    @Override
    public WorkerStream open(Worker worker, StreamStart start, WorkerStreamListener call) {
        Context loop = vertx.createEventLoopContext();
        CallRequest request = start.call();
        CallId id = request.id();
        TwilioStream stream = new TwilioStream(
                loop, json, start, call, () -> book.active(id), outcome -> book.transferred(id, outcome));
        Offer offer = new Offer(record(request, start.epoch()), stream, call, loop);
        offers.put(id.value(), offer);
        queue.push(offer.record());
        loop.runOnContext(_ -> {
            call.opened();
            call.message(new StreamMessage.Ring(
                    stream.streamSid(), settings.patience().plus(UNCLAIMED).toSeconds()));
            watch(id.value(), offer);
            Duration left = settings.patience().minus(Duration.between(request.offeredAt(), clock.instant()));
            vertx.setTimer(Math.max(1, left.toMillis()), _ -> giveUp(id.value(), offer));
        });
        return stream;
    }

    private String record(CallRequest request, int epoch) {
        String call = request.id().value();
        String token = MediaToken.issue(
                identity.serviceKey(),
                call,
                epoch,
                clock.instant().plus(settings.patience().plus(UNCLAIMED)));
        String base = settings.mediaUrl().toString();
        String url = base + (base.endsWith("/") ? "" : "/") + call + "?epoch=" + epoch + "&token=" + token;
        Integer account = request.sipAccountId();
        String business = trunks.trunks().stream()
                .filter(trunk -> account != null && trunk.id() == account)
                .map(Trunk::accountId)
                .findFirst()
                .orElse("");
        try {
            return json.writeValueAsString(new QueueRecord(
                    business,
                    call,
                    url,
                    url,
                    account == null ? "" : String.valueOf(account),
                    identity.name(),
                    request.offeredAt().toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain texts", e);
        }
    }

    private void watch(String call, Offer offer) {
        vertx.setTimer(UNCLAIMED.toMillis(), _ -> {
            if (offer.equals(offers.get(call))) {
                queue.giveBack(offer.record());
                if (!offers.containsKey(call)) { // claimed in this very moment
                    queue.remove(offer.record());
                }
                watch(call, offer);
            }
        });
    }

    private void giveUp(String call, Offer offer) {
        if (offers.remove(call, offer)) {
            queue.remove(offer.record());
            offer.call().message(new StreamMessage.Reject(offer.stream().streamSid(), BUSY_HERE, EndReason.OVERLOADED));
        }
    }

    /**
     * A worker opens the media socket of a call. False when the token is wrong, or the call is over or another worker's.
     *
     * @param socket upgrades the connection; asked only once the call is this worker's
     */
    public boolean claim(String call, int epoch, String token, Supplier<Future<ServerWebSocket>> socket) {
        if (!MediaToken.verify(token, identity.serviceKey(), call, epoch, clock.instant())) {
            return false;
        }
        Offer offer = offers.remove(call);
        if (offer == null) {
            return false;
        }
        queue.remove(offer.record());
        socket.get()
                .onSuccess(opened -> {
                    offer.stream().connected(opened, Map.of());
                    double seconds = settings.ringTime().toMillis() / 1000.0;
                    offer.call().message(new StreamMessage.Ring(offer.stream().streamSid(), seconds));
                    offer.call().message(new StreamMessage.Answer(offer.stream().streamSid()));
                })
                .onFailure(failure -> offer.stream().lost("no media socket: " + failure.getMessage()));
        return true;
    }
}
