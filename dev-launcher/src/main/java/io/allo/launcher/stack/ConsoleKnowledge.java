// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.launcher.settings.LaunchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The technician console's knowledge: articles of a Markdown file, each beginning with {@code # Title}. Loads those that are missing and
 * proves that each is found by its title.
 */
public final class ConsoleKnowledge {
    private static final Pattern ARTICLE = Pattern.compile("(?m)^# ");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI tools;
    private final Map<String, String> headers;
    private final String customer;

    /**
     * @param tools address of tool-executor-service
     * @param headers that prove the account
     * @param customer id under which the articles are kept, a UUID
     */
    public ConsoleKnowledge(HttpClient http, URI tools, Map<String, String> headers, String customer) {
        this.http = http;
        this.tools = tools;
        this.headers = headers;
        this.customer = customer;
    }

    /** @param source file name, by which it is known */
    public record Article(String source, String title, String text) {}

    /** @param loaded that were missing @param found of all */
    public record Outcome(int articles, int loaded, int found) {
        public boolean complete() {
            return found == articles;
        }
    }

    public static List<Article> demo() {
        try (InputStream in = ConsoleKnowledge.class.getResourceAsStream("/demo/console-knowledge.md")) {
            if (in == null) {
                throw new LaunchFailure("demo/console-knowledge.md is missing in dev-launcher");
            }
            return articles(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new LaunchFailure("cannot read demo/console-knowledge.md", e);
        }
    }

    public static List<Article> articles(String markdown) {
        List<Article> articles = new ArrayList<>();
        for (String one : ARTICLE.split(markdown)) {
            if (!one.isBlank()) {
                String title = one.lines().findFirst().orElseThrow().strip();
                articles.add(new Article(name(title) + ".md", title, "# " + one.strip() + "\n"));
            }
        }
        return articles;
    }

    private static String name(String title) {
        String bare =
                MARKS.matcher(Normalizer.normalize(title, Normalizer.Form.NFD)).replaceAll("");
        return NO_NAME.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll("-").replaceAll("^-|-$", "");
    }

    /** Doing it again loads nothing that is there; what somebody has changed stays. */
    public Outcome load(List<Article> articles) throws IOException, InterruptedException {
        String there = send(request("?businessId=" + customer).GET());
        int loaded = 0;
        for (Article article : articles) {
            if (!there.contains("\"" + article.source() + "\"")) {
                send(request("?source=" + encoded(article.source()) + "&title=" + encoded(article.title())
                                + "&businessId=" + customer)
                        .header("Content-Type", "text/markdown")
                        .POST(HttpRequest.BodyPublishers.ofString(article.text())));
                loaded++;
            }
        }
        int found = 0;
        for (Article article : articles) {
            String answer =
                    send(request("/search?limit=1&question=" + encoded(article.title()) + "&businessId=" + customer)
                            .GET());
            if (answer.contains("\"" + article.source() + "\"")) {
                found++;
            }
        }
        return new Outcome(articles.size(), loaded, found);
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tools + "/api/knowledge" + pathAndQuery))
                .timeout(LIMIT);
        headers.forEach(request::header);
        return request;
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the knowledge was refused (" + answer.statusCode() + " " + answer.body() + ")");
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
