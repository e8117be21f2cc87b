// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import io.allo.router.inbox.Media;
import io.allo.router.inbox.MediaSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Media of the Cloud API: the id gives a short-lived URL, which takes the same token. The token goes to Meta's hosts only. */
@ApplicationScoped
class MetaMedia implements MediaSource {
    private static final int LONGEST_DESCRIPTION = 16_384;
    private static final List<String> HOSTS = List.of(".facebook.com", ".fbsbx.com", ".whatsapp.net");

    private final MetaConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build(); // follows no redirect

    MetaMedia(MetaConfig config) {
        this.config = config;
    }

    @Override
    public String provider() {
        return MetaWhatsAppAdapter.PROVIDER;
    }

    @Override
    public Uni<byte[]> fetch(Media media, int limit) {
        String id = media.ref();
        if (!id.matches("[A-Za-z0-9_-]{1,128}")) {
            return failed("no media id");
        }
        String base = config.graphUrl().toString().replaceFirst("/$", "");
        return get(URI.create(base + "/" + id), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_DESCRIPTION))
                .map(bytes -> new JsonObject(new String(bytes, StandardCharsets.UTF_8)))
                .flatMap(described -> described.getLong("file_size", 0L) > limit
                        ? failed("larger than " + limit + " bytes")
                        : download(described, limit));
    }

    private Uni<byte[]> download(JsonObject described, int limit) {
        URI url = URI.create(described.getString("url", ""));
        if (!ofMeta(url)) {
            return failed("not at Meta");
        }
        String expected = described.getString("sha256", "");
        return get(url, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limit))
                .flatMap(file ->
                        sha256(file).equals(expected) ? Uni.createFrom().item(file) : failed("not what its hash says"));
    }

    private boolean ofMeta(URI url) {
        String host = url.getHost();
        boolean graph = config.graphUrl().getHost().equals(host)
                && config.graphUrl().getScheme().equals(url.getScheme());
        return graph
                || (host != null
                        && "https".equals(url.getScheme())
                        && HOSTS.stream().anyMatch(host::endsWith));
    }

    private Uni<byte[]> get(URI url, BodyHandler<byte[]> handler) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(config.apiTimeout())
                .header("Authorization", "Bearer " + config.accessToken().orElse(""))
                .header("User-Agent", "allo") // Meta answers nobody without one
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, handler))
                .flatMap((HttpResponse<byte[]> response) -> response.statusCode() == 200
                        ? Uni.createFrom().item(response.body())
                        : failed("Meta answered " + response.statusCode()));
    }

    private static Uni<byte[]> failed(String why) {
        return Uni.createFrom().failure(new IllegalStateException(why));
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
