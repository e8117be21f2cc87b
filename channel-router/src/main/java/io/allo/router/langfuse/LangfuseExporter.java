// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends observations to {@code {base}/api/public/otel/v1/traces}, some at a time, one request after the other. Whoever offers one
 * never waits: beyond the bound the oldest are dropped and counted. What Langfuse refuses is dropped; what it could not take just
 * now (429, 5xx, no connection) is sent again.
 */
@Singleton
class LangfuseExporter {
    private static final Logger LOG = Logger.getLogger(LangfuseExporter.class);
    private static final String PATH = "/api/public/otel/v1/traces";
    private static final int BATCH = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final long LONGEST_STOP_MS = 2_000;

    private final LangfuseConfig config;
    private final Vertx vertx;
    private final OtlpJson json;
    private final Counter dropped;
    private final Counter sent;
    private final boolean on;
    private final Deque<Observation> queue = new ArrayDeque<>();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final RequestOptions options;
    private final HttpClient http;

    LangfuseExporter(LangfuseConfig config, Vertx vertx, ObjectMapper mapper, MeterRegistry meters) {
        this.config = config;
        this.vertx = vertx;
        this.json = new OtlpJson(mapper);
        this.dropped = meters.counter("allo.langfuse.dropped");
        this.sent = meters.counter("allo.langfuse.sent");
        this.on = config.publicKey().isPresent() && config.secretKey().isPresent();
        this.options = options(config);
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().toMillis())
                .setMaxPoolSize(1));
    }

    private static RequestOptions options(LangfuseConfig config) {
        String base = config.baseUrl().toString();
        String pair = config.publicKey().orElse("") + ":" + config.secretKey().orElse("");
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH)
                .setTimeout(config.timeout().toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("x-langfuse-ingestion-version", "4")
                .putHeader(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    void start(@Observes StartupEvent event) {
        if (on) {
            vertx.setPeriodic(config.flushEvery().toMillis(), timer -> flush());
        } else if (config.publicKey().isPresent() || config.secretKey().isPresent()) {
            LOG.warn(
                    "one of Langfuse's two keys is missing (allo.langfuse.public-key, secret-key): no traces are sent");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (!on) {
            return;
        }
        try {
            flush().toCompletionStage().toCompletableFuture().get(LONGEST_STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("the last traces were not sent (%s)", e.toString());
        }
    }

    /** Without keys nothing is to be collected. */
    boolean on() {
        return on;
    }

    /** Returns at once, never throws. */
    void offer(Observation observation) {
        synchronized (queue) {
            if (queue.size() >= config.queue()) {
                queue.poll();
                dropped.increment();
            }
            queue.add(observation);
        }
    }

    /** Sends what waits; one request at a time. */
    Future<Void> flush() {
        if (!sending.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        return sendAll().onComplete(done -> sending.set(false));
    }

    private Future<Void> sendAll() {
        List<Observation> batch = take();
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        return post(batch).compose(again -> {
            if (again) {
                putBack(batch);
                return Future.succeededFuture();
            }
            return sendAll();
        });
    }

    /** True when it is worth sending again. */
    private Future<Boolean> post(List<Observation> batch) {
        return http.request(new RequestOptions(options))
                .compose(request -> request.send(json.encode(batch)))
                .compose(response -> response.body().map(body -> response.statusCode()))
                .map(status -> judged(status, batch.size()))
                .otherwise(failure -> {
                    LOG.debugf("Langfuse is not reached (%s)", failure.toString());
                    return true;
                });
    }

    private boolean judged(int status, int size) {
        if (status / 100 == 2) {
            sent.increment(size);
            return false;
        }
        boolean again = status == TOO_MANY_REQUESTS || status >= 500;
        if (!again) {
            dropped.increment(size);
            LOG.warnf("Langfuse refused %d observations with status %d", size, status);
        }
        return again;
    }

    private List<Observation> take() {
        synchronized (queue) {
            List<Observation> batch = new ArrayList<>();
            while (batch.size() < BATCH && !queue.isEmpty()) {
                batch.add(queue.poll());
            }
            return batch;
        }
    }

    /** To the front, as far as there is room: what came meanwhile is newer. */
    private void putBack(List<Observation> batch) {
        synchronized (queue) {
            for (Observation observation : batch.reversed()) {
                if (queue.size() >= config.queue()) {
                    dropped.increment();
                } else {
                    queue.addFirst(observation);
                }
            }
        }
    }
}
