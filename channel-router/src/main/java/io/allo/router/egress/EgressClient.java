// SPDX-License-Identifier: Apache-2.0
package io.allo.router.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The one HTTP client for URLs that a customer supplies. The name is resolved once, every address checked, and the checked
 * address is connected to, so that a name cannot change its mind in between. Redirects are not followed.
 */
@Singleton
public class EgressClient {
    private static final int OK = 200;
    private static final int MOST_CONNECTIONS_PER_ORIGIN = 50;

    private final Vertx vertx;
    private final HttpClient client;
    private final EgressConfig config;
    private final AddressPolicy policy;

    EgressClient(Vertx vertx, EgressConfig config, Config configuration) {
        this.vertx = vertx;
        this.config = config;
        this.policy = new AddressPolicy(allowedOrigins(config, configuration));
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxPoolSize(MOST_CONNECTIONS_PER_ORIGIN)
                .setDecompressionSupported(false));
    }

    private static Set<String> allowedOrigins(EgressConfig config, Config configuration) {
        Set<String> origins = new HashSet<>(config.allowedOrigins().orElse(Set.of()));
        for (String service : Set.of("session-config", "tool-executor")) {
            configuration
                    .getOptionalValue("quarkus.rest-client." + service + ".url", String.class)
                    .map(URI::create)
                    .ifPresent(url -> origins.add(url.getHost() + ":" + portOf(url)));
        }
        return Set.copyOf(origins);
    }

    /** The server answered with another status than 200, more than allowed, or lives where nobody may look. */
    public static final class EgressException extends IOException {
        private static final long serialVersionUID = 1;

        EgressException(String message) {
            super(message);
        }
    }

    /** Gets a body. Fails after the limit, on any status but 200, and on a body larger than configured. */
    public Uni<Buffer> get(URI url, Map<String, String> headers, Duration limit) {
        return Uni.createFrom()
                .completionStage(() -> checkedAddress(url)
                        .compose(address -> client.request(options(url, address, headers)))
                        .compose(HttpClientRequest::send)
                        .compose(this::boundedBody)
                        .toCompletionStage())
                .ifNoItem()
                .after(limit)
                .fail();
    }

    private Future<InetAddress> checkedAddress(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null || url.getUserInfo() != null) {
            return Future.failedFuture(new EgressException("not an http or https URL"));
        }
        return vertx.executeBlocking(
                () -> {
                    InetAddress[] addresses = InetAddress.getAllByName(url.getHost());
                    for (InetAddress address : addresses) {
                        if (!policy.allows(url.getHost(), portOf(url), address)) {
                            throw new EgressException("the URL leads to an address that is not public");
                        }
                    }
                    return addresses[0];
                },
                false);
    }

    private static RequestOptions options(URI url, InetAddress address, Map<String, String> headers) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(portOf(url), address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(portOf(url))
                .setSsl(url.getScheme().equalsIgnoreCase("https"))
                .setFollowRedirects(false)
                .setURI(path + query);
        headers.forEach(options::putHeader);
        return options;
    }

    private Future<Buffer> boundedBody(HttpClientResponse response) {
        Promise<Buffer> result = Promise.promise();
        response.exceptionHandler(result::tryFail); // also silences the reset of a refused answer
        if (response.statusCode() != OK) {
            refuse(response, result, "status " + response.statusCode() + " (expected: 200)");
            return result.future();
        }
        Buffer body = Buffer.buffer();
        response.handler(piece -> {
            body.appendBuffer(piece);
            if (body.length() > config.maxBody()) {
                refuse(response, result, "body larger than " + config.maxBody() + " bytes");
            }
        });
        response.endHandler(end -> result.tryComplete(body));
        return result.future();
    }

    private static void refuse(HttpClientResponse response, Promise<Buffer> result, String reason) {
        result.tryFail(new EgressException(reason));
        response.request().reset();
    }

    private static int portOf(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
