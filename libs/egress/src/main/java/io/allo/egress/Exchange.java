// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request with its redirects, until its answer, its limit, or what must not be. */
final class Exchange {
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> ANY_REDIRECT = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> SAME_METHOD = Set.of(307, 308);

    private final EgressClient client;
    private final EgressRequest wanted;
    private final Promise<EgressResponse> result = Promise.promise();
    private volatile boolean sent;
    private volatile @Nullable HttpClientRequest current;

    Exchange(EgressClient client, EgressRequest wanted) {
        this.client = client;
        this.wanted = wanted;
    }

    Future<EgressResponse> run() {
        long timer = client.vertx().setTimer(Math.max(1, wanted.limit().toMillis()), late -> {
            fail("no answer within " + wanted.limit().toMillis() + " ms", null);
        });
        go(wanted.url(), wanted.headers(), 0);
        return result.future().onComplete(done -> client.vertx().cancelTimer(timer));
    }

    private void go(URI url, Map<String, String> headers, int redirects) {
        client.checkedAddress(url)
                .compose(address -> result.future().isComplete()
                        ? Future.failedFuture("too late")
                        : client.http().request(options(url, address, headers)))
                .onFailure(this::fail)
                .onSuccess(request -> {
                    current = request;
                    if (result.future().isComplete()) {
                        request.reset();
                        return;
                    }
                    sent = true;
                    Buffer body = wanted.body();
                    (body == null ? request.send() : request.send(body))
                            .onFailure(this::fail)
                            .onSuccess(response -> answered(url, response, redirects));
                });
    }

    private RequestOptions options(URI url, InetAddress address, Map<String, String> headers) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        int port = EgressClient.portOf(url);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(wanted.method()))
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(url.getScheme().equalsIgnoreCase("https"))
                .setFollowRedirects(false)
                .setURI(path + query);
        headers.forEach(options::putHeader);
        return options;
    }

    private void answered(URI url, HttpClientResponse response, int redirects) {
        String location = response.getHeader("Location");
        if (location == null || !ANY_REDIRECT.contains(response.statusCode())) {
            read(response);
            return;
        }
        response.exceptionHandler(reset -> {});
        response.request().reset();
        follow(url, location, response.statusCode(), redirects);
    }

    private void follow(URI from, String location, int status, int redirects) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            fail("redirected to what is no URL", e);
            return;
        }
        boolean sameOrigin = origin(from).equalsIgnoreCase(origin(to));
        boolean asksOnly = wanted.method().equals("GET") || wanted.method().equals("HEAD");
        if (redirects >= MOST_REDIRECTS) {
            fail("redirected more than " + MOST_REDIRECTS + " times", null);
        } else if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            fail("redirected from https to something else", null);
        } else if (!asksOnly && !(sameOrigin && SAME_METHOD.contains(status))) {
            fail("a " + wanted.method() + " was redirected (status " + status + "), which is not followed", null);
        } else {
            go(to, sameOrigin ? wanted.headers() : withoutCredentials(wanted.headers()), redirects + 1);
        }
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + ":" + EgressClient.portOf(url);
    }

    /** Any header may be a key. */
    private static Map<String, String> withoutCredentials(Map<String, String> headers) {
        String accept = headers.get("Accept");
        return accept == null ? Map.of() : Map.of("Accept", accept);
    }

    private void read(HttpClientResponse response) {
        Map<String, String> headers = EgressResponse.caseInsensitive(response.headers());
        Buffer body = Buffer.buffer();
        EgressResponse answer = new EgressResponse(response.statusCode(), headers, body);
        response.exceptionHandler(this::fail);
        response.handler(piece -> {
            if (result.future().isComplete()) {
                return;
            }
            body.appendBuffer(piece);
            if (body.length() > client.maxBody()) {
                fail("the answer is larger than " + client.maxBody() + " bytes", null);
            } else if (wanted.enough() != null && wanted.enough().test(answer)) {
                result.tryComplete(answer);
                response.request().reset();
            }
        });
        response.endHandler(end -> result.tryComplete(answer));
    }

    private void fail(Throwable cause) {
        if (cause instanceof EgressException refused) {
            fail(String.valueOf(refused.getMessage()), refused.getCause());
        } else {
            fail(sent ? "the connection was lost" : "no connection", cause);
        }
    }

    private void fail(String message, @Nullable Throwable cause) {
        boolean first = result.tryFail(new EgressException(message, sent, cause));
        HttpClientRequest request = current;
        if (first && request != null) {
            request.reset();
        }
    }
}
