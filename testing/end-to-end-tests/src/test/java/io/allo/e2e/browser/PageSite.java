// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page's service without the service: the page's own files from the source tree, under the content security policy of production,
 * and answers that the test decides. It is all inside the browser (Playwright routes), so that a page's behaviour is tested in
 * seconds. Everything that is asked stands in {@link #asked}.
 */
public final class PageSite {
    public static final String ORIGIN = "http://localhost:8000";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final List<Path> roots;
    private final Map<String, Function<Request, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A status and a JSON body. */
    public record Answer(int status, String body) {}

    /** A request that was no file. @param path with its query */
    public record Asked(String method, String path, String body) {}

    /** @param modules folders of modules with files under META-INF/resources, such as {@code channel-router} */
    public PageSite(BrowserContext person, String... modules) {
        Path root = Path.of(System.getProperty("build.root", "../.."));
        roots = Stream.of(modules)
                .flatMap(module -> Stream.of("main", "test")
                        .map(part -> root.resolve(module).resolve("src/" + part + "/resources/META-INF/resources")))
                .toList();
        person.route(ORIGIN + "/**", this::serve);
    }

    /** @param request method and path without query, such as {@code POST /api/login} */
    public PageSite answer(String request, int status, String body) {
        return answer(request, any -> new Answer(status, body));
    }

    public PageSite answer(String request, Function<Request, Answer> answer) {
        answers.put(request, answer);
        return this;
    }

    /** Sockets at paths that match. Call it before the page is opened. */
    public PageSite socket(BrowserContext person, String pathPattern, Consumer<WebSocketRoute> server) {
        person.routeWebSocket(Pattern.compile("ws://localhost:8000" + pathPattern), server);
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** What was asked by this method and path, with any query. */
    public List<Asked> asked(String request) {
        return asked.stream()
                .filter(one -> (one.method() + " " + one.path().split("\\?", 2)[0]).equals(request))
                .toList();
    }

    private void serve(Route route) {
        Request request = route.request();
        URI address = URI.create(request.url());
        String key = request.method() + " " + address.getPath();
        Function<Request, Answer> answer = answers.get(key);
        Path file = answer == null ? file(address.getPath()) : null;
        if (file != null) {
            fulfill(route, 200, TYPES.get(ending(file)), read(file));
            return;
        }
        if (answer == null && key.equals("GET /pages/links.json")) {
            fulfill(route, 200, "application/json", "{}"); // a service that was told nothing of the others
            return;
        }
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        asked.add(new Asked(
                request.method(), address.getPath() + query, request.postData() == null ? "" : request.postData()));
        Answer given = answer == null ? new Answer(404, "{\"error\":\"not found\"}") : answer.apply(request);
        fulfill(route, given.status(), "application/json", given.body());
    }

    private static void fulfill(Route route, int status, String type, String body) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setHeaders(Map.of("Content-Type", type, "Content-Security-Policy", POLICY))
                .setBody(body));
    }

    private Path file(String path) {
        for (Path root : roots) {
            for (String candidate : List.of(path, path + "/index.html")) {
                Path file = root.resolve(candidate.substring(1)).normalize();
                if (file.startsWith(root) && Files.isRegularFile(file) && TYPES.containsKey(ending(file))) {
                    return file;
                }
            }
        }
        return null;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
