// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind the Ingress each page is reached, with all that it asks of its own service, and finds the pages of the others. */
class IngressTest {
    private static final Path ROOT = Path.of(System.getProperty("build.root", "../.."));
    private static final String RESOURCES = "src/main/resources/META-INF/resources";
    /** A path in quotes, in HTML, JavaScript or a style sheet. */
    private static final Pattern PATH = Pattern.compile("[\"'`](/[a-z][a-zA-Z0-9/_.-]*)");

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());

    @ParameterizedTest
    @CsvSource({
        "channel-router, /admin/cockpit /demo/technician /demo/chat /pages/links.json /api/cockpit/ws /webvoice",
        "tool-executor-service, /staff/ /admin/servers/ /pages/links.json /calendar-file/x.ics",
        "session-config-service, /admin /pages/links.json /api/login/oidc/callback"
    })
    void everyPageIsRoutedWithAllThatItAsks(String service, String pages) throws IOException {
        Set<String> asked = new TreeSet<>(List.of(pages.split(" ")));
        asked.addAll(pathsInFiles(ROOT.resolve(service).resolve(RESOURCES)));
        asked.addAll(pathsInFiles(ROOT.resolve("libs/pages").resolve(RESOURCES)).stream()
                .filter(path -> path.startsWith("/api/login") || path.startsWith("/pages/"))
                .toList());
        List<String> prefixes = rules().get(service).getHttp().getPaths().stream()
                .map(HTTPIngressPath::getPath)
                .toList();

        assertThat(asked)
                .hasSizeGreaterThan(8)
                .allSatisfy(path -> assertThat(prefixes)
                        .as(path)
                        .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/")));
    }

    @Test
    void whatStaysInsideIsNotRouted() throws IOException {
        assertThat(rules().values())
                .flatExtracting(rule -> rule.getHttp().getPaths())
                .extracting(HTTPIngressPath::getPath)
                .doesNotContain("/", "/internal", "/media", "/q");
    }

    @Test
    void pagesKnowEachOtherByTheHostsOfTheIngressAndShareOneLogin() throws IOException {
        Map<String, String> settings = settings();
        Map<String, IngressRule> rules = rules();
        Map<String, String> services = Map.of(
                "ALLO_PAGES_CHANNELS_URL", "channel-router",
                "ALLO_PAGES_BUSINESS_URL", "tool-executor-service",
                "ALLO_PAGES_CONFIG_URL", "session-config-service");

        services.forEach((setting, service) -> {
            String host = URI.create(settings.get(setting)).getHost();
            assertThat(host).as(setting).isEqualTo(rules.get(service).getHost());
            assertThat(host).endsWith("." + settings.get("ALLO_LOGIN_COOKIE_DOMAIN"));
        });
    }

    /** By the service that a host name leads to. */
    private Map<String, IngressRule> rules() throws IOException {
        Ingress ingress =
                yaml.readValue(ROOT.resolve("deploy/base/ingress.yaml").toFile(), Ingress.class);
        Map<String, IngressRule> rules = new HashMap<>();
        for (IngressRule rule : ingress.getSpec().getRules()) {
            rule.getHttp()
                    .getPaths()
                    .forEach(path -> rules.put(path.getBackend().getService().getName(), rule));
        }
        return rules;
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        JsonNode file =
                yaml.readTree(ROOT.resolve("deploy/base/kustomization.yaml").toFile());
        for (JsonNode line : file.at("/configMapGenerator/0/literals")) {
            String[] pair = line.asText().split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        return settings;
    }

    private static Set<String> pathsInFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> found = new TreeSet<>();
            files.filter(file -> file.toString().matches(".*\\.(js|html|css)"))
                    .flatMap(file -> PATH.matcher(read(file)).results())
                    .map(MatchResult::group)
                    .map(quoted -> quoted.substring(1))
                    .forEach(found::add);
            return found;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
