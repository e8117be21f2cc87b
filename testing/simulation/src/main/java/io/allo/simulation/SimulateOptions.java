// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.LaunchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param call who is called instead of whom the scenarios say, null for those
 * @param junit where the report goes, null for nowhere
 * @param atOnce calls at a time
 */
public record SimulateOptions(
        List<Path> files,
        Doors doors,
        @Nullable String call,
        @Nullable Path junit,
        int atOnce) {
    private static final Pattern SIP_URI = Pattern.compile("sip:(?:[^@]*@)?(\\[[^]]+]|[^:;]+)(?::(\\d{1,5}))?(?:;.*)?");
    private static final List<String> OPTIONS =
            List.of("--target", "--call", "--router", "--tools", "--key", "--junit", "--at-once");
    private static final int SIP_PORT = 5060;
    private static final int MOST_AT_ONCE = 50;

    public SimulateOptions {
        files = List.copyOf(files);
    }

    /** @param local the Allo of this machine, asked for when no {@code --target} is given */
    public static SimulateOptions of(List<String> arguments, Path root, Supplier<Doors> local) {
        List<Path> files = new ArrayList<>();
        Map<String, String> options = new TreeMap<>();
        for (Iterator<String> next = arguments.iterator(); next.hasNext(); ) {
            String word = next.next();
            if (!word.startsWith("--")) {
                files.add(root.resolve(word));
            } else if (OPTIONS.contains(word) && next.hasNext()) {
                options.put(word, next.next());
            } else {
                throw new LaunchFailure("simulate: unknown option, or one without its value: " + word);
            }
        }
        String target = options.get("--target");
        String report = options.get("--junit");
        return new SimulateOptions(
                files.isEmpty() ? all(root.resolve("scenarios")) : files,
                target == null ? local.get() : remote(target, options),
                options.get("--call"),
                report == null ? null : root.resolve(report),
                atOnce(options.getOrDefault("--at-once", "1")));
    }

    private static Doors remote(String target, Map<String, String> options) {
        Matcher uri = SIP_URI.matcher(target);
        if (!uri.matches()) {
            throw new LaunchFailure("simulate: --target is no SIP URI: " + target + " (expected: sip:host[:port])");
        }
        Map<String, String> urls = new TreeMap<>();
        put(urls, AlloService.CHANNEL_ROUTER, options.get("--router"));
        put(urls, AlloService.TOOL_EXECUTOR_SERVICE, options.get("--tools"));
        try {
            InetAddress host = InetAddress.getByName(uri.group(1).replaceAll("[\\[\\]]", ""));
            int port = uri.group(2) == null ? SIP_PORT : Integer.parseInt(uri.group(2));
            return new Doors(new InetSocketAddress(host, port), urls, options.get("--key"));
        } catch (UnknownHostException e) {
            throw new LaunchFailure("simulate: no such host: " + uri.group(1), e);
        }
    }

    private static void put(Map<String, String> urls, AlloService service, @Nullable String url) {
        if (url != null) {
            urls.put(service.module(), url.replaceFirst("/$", ""));
        }
    }

    private static int atOnce(String number) {
        if (!number.matches("\\d{1,2}") || number.matches("0+") || Integer.parseInt(number) > MOST_AT_ONCE) {
            throw new LaunchFailure("simulate: --at-once must be 1 to " + MOST_AT_ONCE + ", got: " + number);
        }
        return Integer.parseInt(number);
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LaunchFailure("simulate: cannot read " + folder + ": " + e.getMessage(), e);
        }
    }
}
