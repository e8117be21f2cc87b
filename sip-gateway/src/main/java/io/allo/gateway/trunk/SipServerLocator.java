// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.allo.gateway.call.CallTimers;
import io.allo.gateway.trunk.DnsLookup.Answer;
import io.allo.gateway.trunk.DnsLookup.Naptr;
import io.allo.gateway.trunk.DnsLookup.Srv;
import io.allo.gateway.trunk.SipTarget.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers of a SIP URI (RFC 3263): NAPTR, SRV, A and AAAA, in the order to try them. Answers are kept as
 * long as the shortest life of all that led there, and a stale one serves when the name service is silent. Targets that failed lately stand last. Thread-safe; nobody waits.
 */
public final class SipServerLocator {
    private static final Logger LOG = Logger.getLogger(SipServerLocator.class);
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);
    private static final int REMEMBERED = 1000;
    private static final int MOST_TARGETS = 16;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final DnsLookup dns;
    private final CallTimers timers;
    private final Map<SipAddress, Known> known = new ConcurrentHashMap<>();
    private final Map<SipAddress, CompletableFuture<List<SipTarget>>> asked = new ConcurrentHashMap<>();
    private final Map<Place, Instant> failedUntil = new ConcurrentHashMap<>();

    private record Known(List<SipTarget> targets, Instant until) {}

    private record Place(InetAddress address, int port, Transport transport) {
        static Place of(SipTarget target) {
            return new Place(target.address(), target.port(), target.transport());
        }
    }

    public SipServerLocator(DnsLookup dns, CallTimers timers) {
        this.dns = requireNonNull(dns, "dns");
        this.timers = requireNonNull(timers, "timers");
    }

    /** Never fails: nothing found is an empty list. The stage ends on any thread. */
    public CompletionStage<List<SipTarget>> locate(SipAddress address) {
        SipAddress key =
                new SipAddress(null, address.host().toLowerCase(Locale.ROOT), address.port(), address.transport());
        if (isLiteral(key.host())) {
            return completedFuture(List.of(target(key, InetAddress.ofLiteral(key.host()), port(key))));
        }
        Known fresh = known.get(key);
        if (fresh != null && fresh.until().isAfter(timers.now())) {
            return completedFuture(healthyFirst(fresh.targets()));
        }
        return ask(key).thenApply(this::healthyFirst);
    }

    /** This target did not answer: for so long the others come first. */
    public void failed(SipTarget target, Duration time) {
        if (failedUntil.size() >= REMEMBERED) {
            failedUntil.values().removeIf(until -> until.isBefore(timers.now()));
        }
        if (failedUntil.size() < REMEMBERED) {
            failedUntil.put(Place.of(target), timers.now().plus(time));
        }
    }

    public void answered(SipTarget target) {
        failedUntil.remove(Place.of(target));
    }

    /** True while the target counts as failed. */
    public boolean isFailed(SipTarget target) {
        Instant until = failedUntil.get(Place.of(target));
        return until != null && until.isAfter(timers.now());
    }

    /** One question for all who ask at the same time. */
    private CompletableFuture<List<SipTarget>> ask(SipAddress key) {
        CompletableFuture<List<SipTarget>> answer = new CompletableFuture<>();
        CompletableFuture<List<SipTarget>> others = asked.putIfAbsent(key, answer);
        if (others != null) {
            return others;
        }
        byName(key).whenComplete((targets, failure) -> {
            asked.remove(key, answer);
            answer.complete(keep(key, failure == null ? targets : Answer.none(), failure));
        });
        return answer;
    }

    private List<SipTarget> keep(SipAddress key, Answer<SipTarget> found, @Nullable Throwable failure) {
        if (found.records().isEmpty()) {
            Known last = known.get(key);
            LOG.debugf("no server found for %s: %s", key.host(), failure);
            return last == null ? List.of() : last.targets();
        }
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(key, new Known(found.records(), timers.now().plus(bounded(found.life()))));
        return found.records();
    }

    private static Duration bounded(Duration life) {
        if (life.compareTo(SHORTEST_LIFE) < 0) {
            return SHORTEST_LIFE;
        }
        return life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    }

    private CompletionStage<Answer<SipTarget>> byName(SipAddress key) {
        if (key.port() != 0) {
            return addresses(key, key.host(), key.port());
        }
        return dns.naptr(key.host())
                .exceptionally(_ -> Answer.none())
                .thenCompose(naptr -> dns.srv(serviceName(key, naptr.records()))
                        .exceptionally(_ -> Answer.none())
                        .thenCompose(services -> servers(key, services)
                                .thenApply(servers -> shortened(servers, naptr.life(), services.life()))));
    }

    private CompletionStage<Answer<SipTarget>> servers(SipAddress key, Answer<Srv> services) {
        List<Srv> offered = services.records().stream()
                .filter(srv -> !srv.target().isEmpty() && !srv.target().equals("."))
                .toList();
        if (!services.records().isEmpty() && offered.isEmpty()) {
            return completedFuture(Answer.none()); // "." = the service is not offered
        }
        return offered.isEmpty() ? addresses(key, key.host(), port(key)) : allOf(key, inOrder(offered));
    }

    /** The SRV name of our transport: by NAPTR when there is one, else by the usual form. */
    private static String serviceName(SipAddress key, List<Naptr> records) {
        String service = switch (key.transport()) {
            case UDP -> "SIP+D2U";
            case TCP -> "SIP+D2T";
            case TLS -> "SIPS+D2T";
        };
        String usual = switch (key.transport()) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
        return records.stream()
                .filter(record -> record.service().equalsIgnoreCase(service)
                        && record.flags().equalsIgnoreCase("s"))
                .min(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                .map(record -> withoutDot(record.replacement()))
                .orElse(usual + key.host());
    }

    private CompletionStage<Answer<SipTarget>> allOf(SipAddress key, List<Srv> services) {
        CompletionStage<Answer<SipTarget>> all = completedFuture(new Answer<>(List.of(), LONGEST_LIFE));
        for (Srv service : services) {
            CompletionStage<Answer<SipTarget>> one =
                    addresses(key, withoutDot(service.target()), service.port()).exceptionally(_ -> Answer.none());
            all = all.thenCombine(one, SipServerLocator::joined);
        }
        return all;
    }

    private CompletionStage<Answer<SipTarget>> addresses(SipAddress key, String host, int port) {
        CompletionStage<Answer<InetAddress>> found = isLiteral(host)
                ? completedFuture(new Answer<>(List.of(InetAddress.ofLiteral(host)), LONGEST_LIFE))
                : dns.addresses(host);
        return found.thenApply(answer -> new Answer<>(
                answer.records().stream()
                        .map(address -> target(key, address, port))
                        .toList(),
                answer.life()));
    }

    private static Answer<SipTarget> shortened(Answer<SipTarget> answer, Duration... lives) {
        Duration shortest = answer.life();
        for (Duration life : lives) {
            shortest = life.compareTo(shortest) < 0 ? life : shortest;
        }
        return new Answer<>(answer.records(), shortest);
    }

    /** Lowest priority first; inside one priority at random, by weight (RFC 2782). */
    static List<Srv> inOrder(List<Srv> services) {
        List<Srv> left = new ArrayList<>(services);
        left.sort(Comparator.comparingInt(Srv::priority));
        List<Srv> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            List<Srv> same =
                    left.stream().filter(srv -> srv.priority() == priority).toList();
            Srv chosen = byWeight(same);
            ordered.add(chosen);
            left.remove(chosen);
        }
        return ordered;
    }

    private static Srv byWeight(List<Srv> same) {
        int total = same.stream().mapToInt(srv -> srv.weight() + 1).sum();
        int point = ThreadLocalRandom.current().nextInt(total);
        for (Srv srv : same) {
            point -= srv.weight() + 1;
            if (point < 0) {
                return srv;
            }
        }
        return same.getLast();
    }

    private List<SipTarget> healthyFirst(List<SipTarget> targets) {
        if (failedUntil.isEmpty()) {
            return targets;
        }
        List<SipTarget> ordered = new ArrayList<>(targets);
        ordered.sort(Comparator.comparing(this::isFailed));
        return List.copyOf(ordered);
    }

    private static SipTarget target(SipAddress key, InetAddress address, int port) {
        return new SipTarget(address, port, key.transport(), key.host());
    }

    private static int port(SipAddress key) {
        return key.port() == 0 ? key.transport().defaultPort() : key.port();
    }

    private static Answer<SipTarget> joined(Answer<SipTarget> one, Answer<SipTarget> other) {
        List<SipTarget> both = new ArrayList<>(one.records());
        other.records().stream().filter(target -> !both.contains(target)).forEach(both::add);
        List<SipTarget> bounded = both.size() > MOST_TARGETS ? both.subList(0, MOST_TARGETS) : both;
        return shortened(new Answer<>(bounded, one.life()), other.life());
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
