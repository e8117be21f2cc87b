// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The one HTTP client for URLs that a customer supplies. The name is resolved once, every address checked, and the checked
 * address is connected to, so that a name cannot change its mind in between. Each redirect is checked like the first address; at
 * most three are followed, none from https to http, and what has a body goes to no other origin. Thread-safe; never blocks its
 * caller.
 */
public final class EgressClient implements AutoCloseable {
    private static final int OK = 200;
    private static final int MOST_CONNECTIONS_PER_ORIGIN = 50;
    private static final int RESOLVERS = 4;
    /** Octal, hexadecimal, fewer than four parts: programs read them differently. */
    private static final Pattern NUMBER = Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*\\.?");

    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final Vertx vertx;
    private final HttpClient client;
    private final WorkerExecutor resolvers;
    private final AddressPolicy policy;
    private final EgressLimits limits;
    private final Resolver resolver;

    /** Turns a name into addresses; blocks. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** With the names of the system. */
    public EgressClient(Vertx vertx, EgressLimits limits) {
        this(vertx, limits, InetAddress::getAllByName);
    }

    EgressClient(Vertx vertx, EgressLimits limits, Resolver resolver) {
        this.vertx = vertx;
        this.limits = limits;
        this.policy = new AddressPolicy(limits.allowedOrigins());
        this.resolver = resolver;
        this.resolvers = vertx.createSharedWorkerExecutor("egress-names", RESOLVERS);
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) limits.connectTimeout().toMillis())
                .setMaxPoolSize(MOST_CONNECTIONS_PER_ORIGIN)
                .setDecompressionSupported(false));
    }

    /** Gets a body. Fails on any status but 200 too. */
    public Uni<Buffer> get(URI url, Map<String, String> headers, Duration limit) {
        return send(EgressRequest.get(url, headers, limit))
                .chain(answer -> answer.status() == OK
                        ? Uni.createFrom().item(answer.body())
                        : Uni.createFrom()
                                .failure(new EgressException(
                                        "status " + answer.status() + " (expected: 200)", true, null)));
    }

    /** Fails with {@link EgressException} when there is no answer in time, or none that may be used. */
    public Uni<EgressResponse> send(EgressRequest request) {
        return Uni.createFrom()
                .completionStage(() -> new Exchange(this, request).run().toCompletionStage());
    }

    Vertx vertx() {
        return vertx;
    }

    HttpClient http() {
        return client;
    }

    int maxBody() {
        return limits.maxBody();
    }

    /** The address to connect to. */
    Future<InetAddress> checkedAddress(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")
                || url.getHost() == null
                || url.getRawUserInfo() != null) {
            return Future.failedFuture(EgressException.refused("not an http or https URL"));
        }
        if (NUMBER.matcher(url.getHost()).matches()
                && !IPV4.matcher(url.getHost()).matches()) {
            return Future.failedFuture(EgressException.refused("a number that is no IPv4 address"));
        }
        return resolvers.executeBlocking(() -> checked(url), false);
    }

    private InetAddress checked(URI url) throws EgressException {
        try {
            InetAddress[] addresses = resolver.addresses(url.getHost());
            for (InetAddress address : addresses) {
                if (!policy.allows(url.getHost(), portOf(url), address)) {
                    throw EgressException.refused("the URL leads to an address that is not public");
                }
            }
            return addresses[0];
        } catch (UnknownHostException e) {
            throw new EgressException("the host is unknown", false, e);
        }
    }

    /** As the URL says, else that of its scheme. */
    public static int portOf(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    @Override
    public void close() {
        client.close();
        resolvers.close();
    }
}
