// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import io.allo.contracts.tools.Template.MalformedTemplateException;
import io.allo.contracts.tools.Template.Part;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code url} of a tool: what placeholders bring is percent-encoded, so that it stays one path segment or one value. Who is
 * called is the agent's to say, never the model's or the caller's: the address may begin with {@code {{BASE_URL}}} or a
 * {@code {{config.…}}}, and has no other placeholder before its path. Immutable.
 */
public final class UrlTemplate {
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#{}\\s@]+([/?].*)?", Pattern.DOTALL);
    private static final int LONGEST = 4000;

    private final List<Part> path;
    private final List<List<Part>> query;
    private final boolean own;

    private UrlTemplate(List<Part> path, List<List<Part>> query, boolean own) {
        this.path = path;
        this.query = query;
        this.own = own;
    }

    /** A value that the path needs is not there, or cannot stand in a path. */
    public static final class UnfitValueException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        public UnfitValueException(String message) {
            super(message);
        }
    }

    /**
     * Reads a URL, with {@code =} before it when it has placeholders.
     *
     * @throws MalformedTemplateException when it is none
     */
    public static UrlTemplate of(String url) {
        if (!url.startsWith("=") && url.contains("{{")) {
            throw new MalformedTemplateException(
                    "a URL with placeholders begins with = (expected: =" + shown(url) + ")");
        }
        String expression = url.startsWith("=") ? url.substring(1) : url;
        int mark = questionMark(expression);
        List<Part> path = Template.parts(mark < 0 ? expression : expression.substring(0, mark));
        checkBeginning(path, expression);
        List<List<Part>> query = new ArrayList<>();
        if (mark >= 0) {
            for (String pair : expression.substring(mark + 1).split("&")) {
                query.add(Template.parts(pair));
            }
        }
        boolean own = path.getFirst() instanceof Part.Placeholder first
                && first.root().equals("BASE_URL");
        return new UrlTemplate(path, List.copyOf(query), own);
    }

    /** The first {@code ?} outside placeholders. */
    private static int questionMark(String expression) {
        int inside = 0;
        for (int i = 0; i < expression.length(); i++) {
            if (expression.startsWith("{{", i)) {
                inside++;
            } else if (expression.startsWith("}}", i)) {
                inside--;
            } else if (expression.charAt(i) == '?' && inside <= 0) {
                return i;
            }
        }
        return -1;
    }

    private static void checkBeginning(List<Part> path, String expression) {
        switch (path.getFirst()) {
            case Part.Placeholder first -> {
                if (!first.root().equals("BASE_URL") && !first.root().equals("config")) {
                    throw new MalformedTemplateException("the URL begins with {{" + first.shown()
                            + "}} (expected: https://…, {{BASE_URL}} or {{config.…}})");
                }
                if (path.size() > 1
                        && !(path.get(1) instanceof Part.Text next
                                && next.text().startsWith("/"))) {
                    throw new MalformedTemplateException("expected / after {{" + first.shown() + "}}");
                }
            }
            case Part.Text first -> {
                String literal = first.text();
                boolean whole = path.size() == 1;
                if (!ORIGIN.matcher(literal).matches()
                        || !whole && literal.indexOf('/', literal.indexOf("//") + 2) < 0) {
                    throw new MalformedTemplateException(shown(expression)
                            + " is no URL (expected: http:// or https:// and a host without placeholders)");
                }
                check(literal);
            }
        }
    }

    private static void check(String literal) {
        try {
            if (URI.create(literal).getHost() == null) {
                throw new MalformedTemplateException(shown(literal) + " has no host that can be read");
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedTemplateException(shown(literal) + " is no URL");
        }
    }

    /** It begins with {@code {{BASE_URL}}}. */
    public boolean isOfBase() {
        return own;
    }

    /** It has placeholders besides that at its beginning. */
    public boolean takesValues() {
        return path.stream().skip(1).anyMatch(Part.Placeholder.class::isInstance)
                || query.stream().flatMap(List::stream).anyMatch(Part.Placeholder.class::isInstance);
    }

    /** The arguments ({@code $ai}) stand in it. */
    public boolean takesArguments() {
        return Stream.concat(path.stream(), query.stream().flatMap(List::stream))
                .anyMatch(part -> part instanceof Part.Placeholder placeholder
                        && placeholder.paths().stream()
                                .anyMatch(steps -> steps.getFirst().equals("$ai")));
    }

    /**
     * The address. A pair of the query whose value is missing is left out.
     *
     * @throws UnfitValueException when the path would have a hole, or would leave its place
     */
    public String render(Map<String, ?> roots) {
        StringBuilder url = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            switch (path.get(i)) {
                case Part.Text text -> url.append(text.text());
                case Part.Placeholder placeholder ->
                    url.append(i == 0 ? base(placeholder, roots) : segment(placeholder, roots));
            }
        }
        char separator = url.indexOf("?") < 0 ? '?' : '&';
        for (List<Part> pair : query) {
            String text = pair(pair, roots);
            if (text != null) {
                url.append(separator).append(text);
                separator = '&';
            }
        }
        if (url.length() > LONGEST) {
            throw new UnfitValueException(
                    "the address has " + url.length() + " characters (expected: at most " + LONGEST + ")");
        }
        return url.toString();
    }

    private static String base(Part.Placeholder placeholder, Map<String, ?> roots) {
        String base = Template.text(placeholder.value(roots), String::valueOf);
        if (base.isEmpty()) {
            throw new UnfitValueException(placeholder.shown() + " is missing: the address cannot be made");
        }
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    private static String segment(Part.Placeholder placeholder, Map<String, ?> roots) {
        String value = Template.text(placeholder.value(roots), String::valueOf);
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new UnfitValueException(
                    placeholder.shown() + (value.isEmpty() ? " is missing" : " is " + value) + " (expected: a value)");
        }
        return encoded(value);
    }

    private static @Nullable String pair(List<Part> pair, Map<String, ?> roots) {
        StringBuilder text = new StringBuilder();
        for (Part part : pair) {
            switch (part) {
                case Part.Text literal -> text.append(literal.text());
                case Part.Placeholder placeholder -> {
                    Object value = placeholder.value(roots);
                    if (value == null) {
                        return null;
                    }
                    text.append(encoded(Template.text(value, String::valueOf)));
                }
            }
        }
        return text.toString();
    }

    /** {@code +} becomes {@code %2B}, a blank {@code %20}. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
