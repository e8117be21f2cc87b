// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template language of tools. A JSON value in which each string that begins with {@code =} is an expression with
 * {@code {{path}}} placeholders. Exactly one placeholder keeps the value's type; mixed with text it is text. What is missing is
 * left out of objects. {@code {{a || b}}} is the first of both that has a value that is not an empty text.
 *
 * <p>Roots: {@code config} (the agent's), {@code ctx} (context store), {@code $ai} (arguments), {@code $res} (answer),
 * {@code $error}, {@code data} (session answer), {@code BASE_URL}, {@code callerPhone}. Immutable.
 */
public final class Template {
    static final List<String> ROOTS =
            List.of("config", "ctx", "$ai", "$res", "$error", "data", "BASE_URL", "callerPhone");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z0-9_$-]+|\\[[0-9]{1,6}])*");
    private static final int DEEPEST = 20;

    private final @Nullable Object tree;

    private Template(@Nullable Object tree) {
        this.tree = tree;
    }

    /** What is wrong with a template, worded for who wrote it. */
    public static final class MalformedTemplateException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        MalformedTemplateException(String message) {
            super(message);
        }
    }

    /** The parts of a string: literal text and placeholders. */
    sealed interface Part {
        record Text(String text) implements Part {}

        /** @param paths alternatives, the first with a value counts */
        record Placeholder(List<List<String>> paths) implements Part {
            @Nullable
            Object value(Map<String, ?> roots) {
                Object value = null;
                for (List<String> path : paths) {
                    value = reach(roots, path);
                    if (value != null && !value.equals("")) {
                        return value;
                    }
                }
                return value;
            }

            String root() {
                return paths.getFirst().getFirst();
            }

            String shown() {
                return String.join(".", paths.getFirst());
            }
        }
    }

    private record Expression(List<Part> parts) {}

    /**
     * Reads a template: maps, lists, strings, numbers, booleans.
     *
     * @throws MalformedTemplateException when a placeholder cannot be read
     */
    public static Template of(@Nullable Object json) {
        return new Template(compiled(json, 0));
    }

    private static @Nullable Object compiled(@Nullable Object json, int depth) {
        if (depth > DEEPEST) {
            throw new MalformedTemplateException("nested deeper than " + DEEPEST);
        }
        return switch (json) {
            case String text when text.startsWith("=") -> new Expression(parts(text.substring(1)));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                map.forEach((key, value) -> object.put(String.valueOf(key), compiled(value, depth + 1)));
                yield object;
            }
            case List<?> list -> {
                List<@Nullable Object> array = new ArrayList<>();
                list.forEach(value -> array.add(compiled(value, depth + 1)));
                yield array;
            }
            case null, default -> json;
        };
    }

    static List<Part> parts(String expression) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(expression);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                parts.add(new Part.Text(expression.substring(end, matcher.start())));
            }
            parts.add(placeholder(matcher.group(1)));
            end = matcher.end();
        }
        String rest = expression.substring(end);
        if (rest.contains("{{")) {
            throw new MalformedTemplateException("a placeholder is not closed by }}");
        }
        if (!rest.isEmpty() || parts.isEmpty()) {
            parts.add(new Part.Text(rest));
        }
        return List.copyOf(parts);
    }

    private static Part.Placeholder placeholder(String text) {
        List<List<String>> paths = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            String path = alternative.strip();
            if (!PATH.matcher(path).matches()) {
                throw new MalformedTemplateException(
                        "{{" + text + "}} is no path (expected: names joined by dots, such as {{ctx.restaurant_id}})");
            }
            List<String> steps = List.of(path.replaceAll("\\[([0-9]+)]", ".$1").split("\\."));
            if (!ROOTS.contains(steps.getFirst())) {
                throw new MalformedTemplateException("{{" + text + "}} begins with " + steps.getFirst()
                        + " (expected: one of " + String.join(", ", ROOTS) + ")");
            }
            paths.add(steps);
        }
        return new Part.Placeholder(List.copyOf(paths));
    }

    private static @Nullable Object reach(Map<String, ?> roots, List<String> path) {
        Object value = roots;
        for (String step : path) {
            value = switch (value) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list -> element(list, step);
                case null, default -> null;
            };
        }
        return value;
    }

    private static @Nullable Object element(List<?> list, String step) {
        if (!step.matches("[0-9]{1,6}")) {
            return null;
        }
        int index = Integer.parseInt(step);
        return index < list.size() ? list.get(index) : null;
    }

    /** True when it names this root. */
    public boolean uses(String root) {
        return uses(tree, root);
    }

    private static boolean uses(@Nullable Object node, String root) {
        return switch (node) {
            case Expression expression ->
                expression.parts().stream()
                        .anyMatch(part -> part instanceof Part.Placeholder placeholder
                                && placeholder.paths().stream()
                                        .anyMatch(path -> path.getFirst().equals(root)));
            case Map<?, ?> map -> map.values().stream().anyMatch(value -> uses(value, root));
            case List<?> list -> list.stream().anyMatch(value -> uses(value, root));
            case null, default -> false;
        };
    }

    /**
     * The value.
     *
     * @param json writes objects and arrays that are mixed with text
     * @return null when it is missing
     */
    public @Nullable Object render(Map<String, ?> roots, Function<Object, String> json) {
        return rendered(tree, roots, json);
    }

    private static @Nullable Object rendered(
            @Nullable Object node, Map<String, ?> roots, Function<Object, String> json) {
        return switch (node) {
            case Expression expression -> rendered(expression, roots, json);
            case Map<?, ?> map -> {
                Map<String, Object> object = new LinkedHashMap<>();
                map.forEach((key, value) -> {
                    Object present = rendered(value, roots, json);
                    if (present != null) {
                        object.put(String.valueOf(key), present);
                    }
                });
                yield object;
            }
            case List<?> list -> {
                List<Object> array = new ArrayList<>();
                for (Object value : list) {
                    Object present = rendered(value, roots, json);
                    if (present != null) {
                        array.add(present);
                    }
                }
                yield array;
            }
            case null, default -> node;
        };
    }

    private static @Nullable Object rendered(
            Expression expression, Map<String, ?> roots, Function<Object, String> json) {
        if (expression.parts().size() == 1 && expression.parts().getFirst() instanceof Part.Placeholder only) {
            return only.value(roots);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : expression.parts()) {
            switch (part) {
                case Part.Text literal -> text.append(literal.text());
                case Part.Placeholder placeholder -> text.append(text(placeholder.value(roots), json));
            }
        }
        return text.toString();
    }

    static String text(@Nullable Object value, Function<Object, String> json) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> json.apply(map);
            case List<?> list -> json.apply(list);
            default -> String.valueOf(value);
        };
    }
}
