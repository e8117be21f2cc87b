// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.chatmodel.ChatFailure.Kind;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request to one server and hands its answer on as it comes. Every callback runs on the caller's context; cancelling
 * closes the connection, which is how a server learns that nobody listens any more.
 */
final class ChatServerClient {
    private static final int OK = 200;
    private static final int LONGEST_ERROR = 16_384;
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final HttpClient http;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final RequestOptions options;
    private final Limits limits;

    /** @param firstPiece from the request to the first byte of the answer */
    record Limits(Duration firstPiece, Duration silence) {}

    ChatServerClient(Vertx vertx, HttpClient http, ObjectMapper mapper, Clock clock, Target target, Limits limits) {
        this.vertx = vertx;
        this.http = http;
        this.mapper = mapper;
        this.clock = clock;
        this.limits = limits;
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.completions().toString())
                .setFollowRedirects(false) // the key is for this server
                .putHeader("Content-Type", JSON)
                .putHeader("Accept", "text/event-stream");
        target.headers().forEach(options::putHeader);
    }

    /** @param headers with the key */
    record Target(URI base, Map<String, String> headers) {
        URI completions() {
            String text = base.toString();
            int query = text.indexOf('?');
            String path = query < 0 ? text : text.substring(0, query);
            String rest = query < 0 ? "" : text.substring(query);
            return URI.create(
                    (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + "/chat/completions" + rest);
        }
    }

    /** Told on the request's context; after {@link #failed} and {@link #ended} nothing more. May throw ChatFailure. */
    interface Listener {
        void event(String name, String data);

        void ended();

        void failed(ChatFailure failure);
    }

    /** An answer on its way. */
    interface Running {
        /** On the request's context. */
        void cancel();
    }

    /** Call on {@code context}. */
    Running send(Context context, Buffer body, Listener listener) {
        Exchange exchange = new Exchange(context, listener);
        exchange.begin(body);
        return exchange;
    }

    private final class Exchange implements Running {
        private static final long NO_TIMER = -1;

        private final Context context;
        private final Listener listener;
        private final SseReader events;
        private @Nullable HttpClientRequest request;
        private long timer = NO_TIMER;
        private long received;
        private boolean over;

        Exchange(Context context, Listener listener) {
            this.context = context;
            this.listener = listener;
            this.events = new SseReader((name, data) -> {
                if (!over) {
                    listener.event(name, data);
                }
            });
        }

        void begin(Buffer body) {
            await(limits.firstPiece());
            http.request(new RequestOptions(options))
                    .onFailure(failure -> here(() -> fail(Kind.UNREACHABLE, failure)))
                    .onSuccess(opened -> here(() -> {
                        if (over) {
                            opened.reset();
                            return;
                        }
                        request = opened;
                        opened.send(body)
                                .onFailure(failure -> here(() -> fail(Kind.LOST, failure)))
                                .onSuccess(this::answered);
                    }));
        }

        /** Mostly we are there already; a pause in between could lose the first bytes of an answer. */
        private void here(Runnable step) {
            if (context.equals(Vertx.currentContext())) {
                step.run();
            } else {
                context.runOnContext(ignored -> step.run());
            }
        }

        private void answered(HttpClientResponse response) {
            boolean json = String.valueOf(response.getHeader("Content-Type")).startsWith(JSON);
            response.exceptionHandler(failure -> here(() -> fail(Kind.CUT, failure)));
            if (response.statusCode() == OK && !json) {
                response.handler(piece -> here(() -> piece(piece)));
                response.endHandler(end -> here(this::streamEnded));
                return;
            }
            Buffer whole = Buffer.buffer();
            int most = response.statusCode() == OK ? LONGEST_ANSWER : LONGEST_ERROR;
            response.handler(piece -> {
                if (whole.length() + piece.length() <= most) {
                    whole.appendBuffer(piece);
                }
            });
            response.endHandler(end -> here(() -> whole(response, whole)));
        }

        private void piece(Buffer piece) {
            if (over) {
                return;
            }
            await(limits.silence());
            received += piece.length();
            guarded(() -> {
                if (received > LONGEST_ANSWER) {
                    throw new ChatFailure(Kind.GARBAGE, "an answer larger than " + LONGEST_ANSWER + " bytes");
                }
                events.read(piece.getBytes());
            });
        }

        private void streamEnded() {
            guarded(() -> {
                events.end();
                end();
            });
        }

        private void whole(HttpClientResponse response, Buffer body) {
            guarded(() -> {
                if (response.statusCode() != OK) {
                    throw refusal(response, body);
                }
                listener.event("", body.toString());
                end();
            });
        }

        private void guarded(Runnable step) {
            if (over) {
                return;
            }
            try {
                step.run();
            } catch (ChatFailure failure) {
                fail(failure);
            }
        }

        private void end() {
            if (!over) {
                close();
                listener.ended();
            }
        }

        private void fail(Kind kind, Throwable cause) {
            fail(new ChatFailure(kind, cause.getClass().getSimpleName()));
        }

        private void fail(ChatFailure failure) {
            if (!over) {
                cancel();
                listener.failed(failure);
            }
        }

        private void await(Duration limit) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(
                    limit.toMillis(),
                    fired ->
                            here(() -> fail(new ChatFailure(Kind.SILENT, "no piece for " + limit.toMillis() + " ms"))));
        }

        @Override
        public void cancel() {
            boolean running = !over;
            close();
            if (running && request != null) { // afterwards the connection is somebody else's
                request.reset();
            }
        }

        private void close() {
            over = true;
            vertx.cancelTimer(timer);
        }
    }

    private ChatFailure refusal(HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        String code = code(body);
        Kind kind = switch (status) {
            case 401, 403 -> Kind.CREDENTIALS;
            case 404 -> Kind.UNKNOWN_MODEL;
            case 429 -> code.equals("insufficient_quota") ? Kind.QUOTA : Kind.BUSY;
            case 408, 409 -> Kind.SERVER;
            default -> status >= 500 ? Kind.SERVER : Kind.REJECTED;
        };
        MultiMap headers = response.headers();
        String retry = headers.get("x-should-retry");
        return new ChatFailure(
                kind,
                "status " + status + " (" + code + "), request " + safe(headers.get("x-request-id")),
                kind == Kind.QUOTA || retry == null ? null : Boolean.valueOf(retry),
                retryAfter(headers));
    }

    private String code(Buffer body) {
        try {
            JsonNode error = mapper.readTree(body.getBytes()).path("error");
            return safe(
                    error.path("code").isTextual()
                            ? error.path("code").textValue()
                            : error.path("type").asText());
        } catch (IOException e) {
            return "no JSON";
        }
    }

    /** What a server calls something may hold anything; a log may not. */
    private static String safe(@Nullable String name) {
        return name != null && name.matches("[A-Za-z0-9_.-]{1,64}") ? name : "unnamed";
    }

    private @Nullable Duration retryAfter(MultiMap headers) {
        String millis = headers.get("retry-after-ms");
        String after = headers.get("retry-after");
        try {
            if (millis != null) {
                return Duration.ofMillis((long) Double.parseDouble(millis));
            }
            if (after == null) {
                return null;
            }
            return after.matches("[0-9.]{1,12}")
                    ? Duration.ofMillis((long) (Double.parseDouble(after) * 1000))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
