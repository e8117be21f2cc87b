// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.config.CompatibleConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP callbacks of the bridge contract: asks before an incoming call is answered, tells of every change. Each has five
 * seconds; a failure never fails the call. Thread-safe.
 */
public final class Callbacks implements CallBook.Listener {
    private static final Logger LOG = Logger.getLogger(Callbacks.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int LARGEST_ANSWER = 65_536;
    private static final int MOST_PARAMS = 50;
    private static final int LONGEST_PARAM = 1000;
    private static final int BUSY_HERE = 486;
    private static final int MOST_CALLS_WAITING = 5000;

    private final HttpClient http;
    private final ObjectMapper json;
    private final AllowedHosts hosts;
    private final CompatibleConfig config;
    private final Clock clock;
    /** The last callback of each call that still has some to send. */
    private final Map<String, Future<?>> underWay = new LinkedHashMap<>();

    public Callbacks(Vertx vertx, ObjectMapper json, AllowedHosts hosts, CompatibleConfig config, Clock clock) {
        this.json = json;
        this.hosts = hosts;
        this.config = config;
        this.clock = clock;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(LIMIT.toMillis()))
                .setMaxPoolSize(50)
                .setDecompressionSupported(false));
    }

    /** Never fails: trouble means accept. */
    Future<IncomingDecision> ask(CallRequest call) {
        URI url = config.incomingCallbackUrl().orElse(null);
        if (url == null) {
            return Future.succeededFuture(IncomingDecision.PLAIN);
        }
        ObjectNode question = json.createObjectNode();
        question.put("from", call.caller() == null ? "" : call.caller());
        question.put("to", call.called());
        question.put("timestamp", clock.instant().toString());
        return send(url, HttpMethod.POST, question).map(this::decision).otherwise(failure -> {
            LOG.warnf("incoming callback failed, the call is accepted: %s", failure.getMessage());
            return IncomingDecision.PLAIN;
        });
    }

    private IncomingDecision decision(Buffer answer) {
        JsonNode said;
        try {
            said = json.readTree(answer.getBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
        return switch (said.path("action").asText("accept")) {
            case "reject" -> {
                int status = said.path("statusCode").asInt(BUSY_HERE);
                yield new IncomingDecision.Reject(status >= 400 && status < 700 ? status : BUSY_HERE);
            }
            case "ignore" -> new IncomingDecision.Ignore();
            default ->
                new IncomingDecision.Accept(
                        listed(said.path("wsTarget")),
                        listed(said.path("callbackUrl")),
                        params(said.path("customParams")));
        };
    }

    /** A URL that we may not use is as good as none, and said so. */
    private @Nullable URI listed(JsonNode text) {
        if (!text.isTextual()) {
            return null;
        }
        try {
            URI url = URI.create(text.asText());
            if (hosts.lists(url)) {
                return url;
            }
            LOG.warnf("URL of host %s ignored: not on the list of allowed hosts", url.getHost());
        } catch (IllegalArgumentException e) {
            LOG.warn("URL of the incoming callback ignored: malformed");
        }
        return null;
    }

    private static Map<String, String> params(JsonNode object) {
        Map<String, String> params = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            String value = entry.getValue().isValueNode()
                    ? entry.getValue().asText()
                    : entry.getValue().toString();
            if (params.size() < MOST_PARAMS && value.length() <= LONGEST_PARAM) {
                params.put(entry.getKey(), value);
            }
        });
        return params;
    }

    @Override
    public void changed(BridgeCall call, String event, @Nullable URI callbackUrl) {
        URI url = callbackUrl == null ? config.statusCallbackUrl().orElse(null) : callbackUrl;
        if (url == null) {
            return;
        }
        ObjectNode body = json.valueToTree(call);
        body.put("event", event);
        body.put("timestamp", clock.instant().toString());
        HttpMethod method = HttpMethod.valueOf(config.callbackMethod().name());
        inOrder(
                call.sid(),
                () -> send(url, method, body)
                        .onFailure(failure -> LOG.warnf("status callback %s failed: %s", event, failure.getMessage())));
    }

    /** One after the other for each call; a server that hangs costs at most so many waiting. */
    private synchronized void inOrder(String sid, Supplier<Future<Buffer>> next) {
        Future<?> before = underWay.getOrDefault(sid, Future.succeededFuture());
        if (underWay.size() >= MOST_CALLS_WAITING) {
            LOG.warn("status callback dropped: too many wait");
            return;
        }
        Future<Buffer> mine = before.transform(_ -> next.get());
        underWay.put(sid, mine);
        mine.onComplete(_ -> done(sid, mine));
    }

    private synchronized void done(String sid, Future<?> callback) {
        underWay.remove(sid, callback);
    }

    private Future<Buffer> send(URI url, HttpMethod method, ObjectNode body) {
        return hosts.resolve(url)
                .compose(address -> http.request(options(url, address, method, body)))
                .compose(request -> method.equals(HttpMethod.GET) ? request.send() : request.send(bytes(body)))
                .compose(Callbacks::bounded)
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> bounded(HttpClientResponse response) {
        Promise<Buffer> result = Promise.promise();
        response.exceptionHandler(result::tryFail);
        if (response.statusCode() / 100 != 2) {
            result.fail("status " + response.statusCode());
            response.request().reset();
            return result.future();
        }
        Buffer body = Buffer.buffer();
        response.handler(piece -> {
            body.appendBuffer(piece);
            if (body.length() > LARGEST_ANSWER) {
                result.tryFail("answer larger than " + LARGEST_ANSWER + " bytes");
                response.request().reset();
            }
        });
        response.endHandler(_ -> result.tryComplete(body));
        return result.future();
    }

    private RequestOptions options(URI url, InetAddress address, HttpMethod method, ObjectNode body) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        if (method.equals(HttpMethod.GET)) {
            query = (query.isEmpty() ? "" : query + "&") + query(body);
        }
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(AllowedHosts.port(url), address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(AllowedHosts.port(url))
                .setSsl(AllowedHosts.isSecure(url))
                .setFollowRedirects(false)
                .setURI(query.isEmpty() ? path : path + "?" + query);
        return method.equals(HttpMethod.GET) ? options : options.putHeader("Content-Type", "application/json");
    }

    private static String query(ObjectNode body) {
        StringBuilder query = new StringBuilder();
        body.properties().forEach(entry -> {
            String value = entry.getValue().isNull()
                    ? ""
                    : entry.getValue().isValueNode()
                            ? entry.getValue().asText()
                            : entry.getValue().toString();
            query.append(query.isEmpty() ? "" : "&")
                    .append(entry.getKey())
                    .append('=')
                    .append(URLEncoder.encode(value, UTF_8));
        });
        return query.toString();
    }

    private Buffer bytes(ObjectNode body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        }
    }

    public void close() {
        http.close();
    }
}
