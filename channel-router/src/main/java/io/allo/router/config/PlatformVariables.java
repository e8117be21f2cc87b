// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The variables of hosting platforms: {@code PORT}, and {@code DATABASE_URL} as {@code postgresql://user:password@host/database}. Our own
 * variables go before them. Found by the service loader.
 */
public final class PlatformVariables implements ConfigSource {
    /** Over application.properties (250), under the environment (300). */
    private static final int ORDINAL = 260;

    private static final int USUAL_PORT = 5432;

    private final Map<String, String> values;

    public PlatformVariables() {
        this(System.getenv());
    }

    PlatformVariables(Map<String, String> environment) {
        Map<String, String> found = new HashMap<>();
        String port = environment.getOrDefault("PORT", "");
        if (port.matches("[1-9][0-9]{0,4}")) {
            found.put("quarkus.http.port", port);
        }
        String url = environment.getOrDefault("DATABASE_URL", "");
        if (!environment.containsKey("ALLO_POSTGRES_URL") && url.matches("postgres(?:ql)?://.+")) {
            database(URI.create(url), found);
        }
        values = Map.copyOf(found);
    }

    private static void database(URI url, Map<String, String> found) {
        int port = url.getPort() == -1 ? USUAL_PORT : url.getPort();
        String options = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String server = "postgresql://" + url.getHost() + ":" + port + url.getRawPath() + options;
        found.put("quarkus.datasource.jdbc.url", "jdbc:" + server);
        found.put("quarkus.datasource.reactive.url", "vertx-reactive:" + server);
        String[] user = url.getRawUserInfo() == null
                ? new String[0]
                : url.getRawUserInfo().split(":", 2);
        if (user.length > 0) {
            found.put("quarkus.datasource.username", decoded(user[0]));
        }
        if (user.length > 1) {
            found.put("quarkus.datasource.password", decoded(user[1]));
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return "variables of the platform";
    }
}
