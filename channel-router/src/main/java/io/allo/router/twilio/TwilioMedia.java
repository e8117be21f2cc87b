// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import io.allo.router.inbox.Media;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Media of Twilio: {@code MediaUrlN} takes the account's credentials and sends on to a short-lived URL of its storage, which gets
 * none. A webhook's field is not trusted for more than its path: only Twilio's own hosts and storage are asked.
 */
@ApplicationScoped
public class TwilioMedia {
    private static final int MOST_HOPS = 3;
    private static final int LONGEST_URL = 500;
    /** {@code mms.twiliocdn.com}, {@code media.twiliocdn.com}, and Amazon's S3, by path or by bucket. */
    private static final Pattern STORAGE = Pattern.compile(
            "([a-z0-9-]+\\.)*twilio(cdn)?\\.com|([a-z0-9.-]+\\.)?s3[.-]([a-z0-9-]+\\.)*amazonaws\\.com");

    private final TwilioConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER) // each hop is looked at
            .build();

    TwilioMedia(TwilioConfig config) {
        this.config = config;
    }

    /** The files that a webhook's form names, written down among the message's facts. */
    public static void noteIn(Map<String, String> facts, FormBody form) {
        String count = form.value("NumMedia").strip();
        int media = count.matches("[0-9]{1,2}") ? Math.min(Integer.parseInt(count), Media.MOST) : 0;
        int kept = 0;
        for (int i = 0; i < media; i++) {
            String url = form.value("MediaUrl" + i).strip();
            if (!url.isEmpty() && url.length() <= LONGEST_URL) {
                new Media(form.value("MediaContentType" + i).strip(), url).noteIn(facts, kept++);
            }
        }
    }

    /** A photo, a voice message or a file is a message without a word too. */
    public static boolean isIn(FormBody form) {
        return !form.value("NumMedia").isBlank()
                && !form.value("NumMedia").strip().equals("0");
    }

    /** The file. Fails when it cannot be had or is larger than {@code limit} bytes. */
    public Uni<byte[]> fetch(Media media, int limit) {
        return parsed(media.ref())
                .filter(this::ofApi)
                .map(url -> get(url, limit, 1, config.credentials()))
                .orElseGet(() -> failed("not at Twilio"));
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The REST API itself: the only one that is given the credentials. */
    private boolean ofApi(URI url) {
        URI api = config.apiUrl();
        return api.getScheme().equals(url.getScheme())
                && api.getHost().equals(url.getHost())
                && api.getPort() == url.getPort()
                && url.getUserInfo() == null;
    }

    private boolean ofStorage(URI url) {
        return ofApi(url)
                || ("https".equals(url.getScheme())
                        && url.getHost() != null
                        && url.getPort() == -1
                        && STORAGE.matcher(url.getHost()).matches());
    }

    private Uni<byte[]> get(URI url, int limit, int hop, Optional<String> credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(config.apiTimeout());
        credentials.ifPresent(pair -> request.header("Authorization", "Basic " + pair));
        return Uni.createFrom()
                .completionStage(
                        () -> http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), limit)))
                .flatMap((HttpResponse<byte[]> answer) -> switch (answer.statusCode()) {
                    case 200 -> Uni.createFrom().item(answer.body());
                    case 301, 302, 303, 307, 308 -> follow(url, answer, limit, hop);
                    default -> failed("Twilio answered " + answer.statusCode());
                });
    }

    private Uni<byte[]> follow(URI from, HttpResponse<byte[]> answer, int limit, int hop) {
        Optional<URI> next = answer.headers()
                .firstValue("Location")
                .flatMap(TwilioMedia::parsed)
                .map(from::resolve)
                .filter(this::ofStorage);
        if (hop >= MOST_HOPS || next.isEmpty()) {
            return failed("sent on to a host that is not Twilio's, or too often");
        }
        return get(next.get(), limit, hop + 1, Optional.empty());
    }

    private static Uni<byte[]> failed(String why) {
        return Uni.createFrom().failure(new IllegalStateException(why));
    }
}
