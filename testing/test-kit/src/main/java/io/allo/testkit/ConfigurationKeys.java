// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a service's typed configuration, read from its {@code @ConfigMapping} interfaces. The annotation is found by
 * name: this module does not depend on the configuration library.
 */
final class ConfigurationKeys {
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String NAME = "io.smallrye.config.WithName";

    private ConfigurationKeys() {}

    /** Keys such as {@code allo.sip.ring-cap}; a map's keys end in {@code .*}. Empty when the class is no mapping. */
    static Set<String> of(Class<?> type) {
        Set<String> keys = new TreeSet<>();
        String prefix = value(type.getAnnotations(), MAPPING, "prefix");
        if (prefix != null) {
            collect(type, prefix, keys);
        }
        return keys;
    }

    private static void collect(Class<?> group, String prefix, Set<String> keys) {
        for (Method method : group.getMethods()) {
            if (method.isDefault() || method.getParameterCount() > 0) {
                continue;
            }
            String name = value(method.getAnnotations(), NAME, "value");
            String key = prefix + "." + (name != null ? name : kebab(method.getName()));
            Type returned = method.getGenericReturnType();
            Class<?> raw = method.getReturnType();
            if (Map.class.isAssignableFrom(raw)) {
                collectValue(((ParameterizedType) returned).getActualTypeArguments()[1], key + ".*", keys);
            } else if (Collection.class.isAssignableFrom(raw) || raw.getName().startsWith("java.util.Optional")) {
                collectValue(returned instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : raw, key, keys);
            } else {
                collectValue(returned, key, keys);
            }
        }
    }

    private static void collectValue(Type type, String key, Set<String> keys) {
        if (type instanceof Class<?> nested
                && nested.isInterface()
                && nested.getName().startsWith("io.allo.")) {
            collect(nested, key, keys);
        } else {
            keys.add(key);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static @Nullable String value(Annotation[] annotations, String type, String attribute) {
        return Arrays.stream(annotations)
                .filter(annotation -> annotation.annotationType().getName().equals(type))
                .map(annotation -> read(annotation, attribute))
                .findFirst()
                .orElse(null);
    }

    private static String read(Annotation annotation, String attribute) {
        try {
            return (String) annotation.annotationType().getMethod(attribute).invoke(annotation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(annotation + " has no " + attribute, e);
        }
    }
}
