// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.egress.EgressClient;
import io.allo.egress.EgressRequest;
import io.allo.router.console.site.NoticeRepository.Notice;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells each account's own program of its ended sessions (row B72): at least once, signed, again with growing pauses while it does not take them. What
 * waits stands in the database, so that no restart loses it. {@code allo_console_notices_total{outcome="taken|later|refused|dead"}}.
 */
@Singleton
class NoticeRelay {
    private static final Logger LOG = Logger.getLogger(NoticeRelay.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int AT_ONCE = 8;
    private static final int MOST_DOUBLINGS = 20;
    private static final int SHORTEST_SECRET = 16;
    /** Refusals that say "not now". */
    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    private final Vertx vertx;
    private final NoticeRepository repository;
    private final EgressClient egress;
    private final NoticeConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private volatile boolean stopped;

    NoticeRelay(
            Vertx vertx,
            NoticeRepository repository,
            EgressClient egress,
            NoticeConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.repository = repository;
        this.egress = egress;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /** @param busy one account's program that is slow keeps no other waiting */
    private record Target(String account, URI url, String secret, AtomicBoolean busy) {}

    void start(@Observes StartupEvent event) {
        config.accounts().forEach((account, own) -> {
            String secret = own.secret().orElse("");
            if (secret.length() < SHORTEST_SECRET) {
                LOG.warnf(
                        "allo.console.webhook: nothing of account %s is told without a secret of at least %d characters",
                        account, SHORTEST_SECRET);
                return;
            }
            Target target = new Target(account, own.url(), secret, new AtomicBoolean());
            vertx.setPeriodic(ROUND.toMillis(), timer -> tick(target));
        });
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void tick(Target target) {
        if (stopped || !target.busy().compareAndSet(false, true)) {
            return;
        }
        repository
                .claim(target.account(), config.quiet(), config.timeout().plus(LEASE_MARGIN), AT_ONCE)
                .chain(notices -> Multi.createFrom()
                        .iterable(notices)
                        .onItem()
                        .transformToUniAndMerge(notice -> deliver(target, notice))
                        .collect()
                        .last())
                .eventually(() -> target.busy().set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "ended console sessions wait for the database"));
    }

    private Uni<Void> deliver(Target target, Notice notice) {
        byte[] body = notice.body().encode().getBytes(UTF_8);
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                notice.session() + "-" + notice.of().toEpochSecond(),
                "Allo-Signature",
                NoticeSignature.of(target.secret(), clock.instant(), body));
        return egress.send(EgressRequest.of("POST", target.url(), headers, Buffer.buffer(body), config.timeout()))
                .map(answer -> answer.status())
                .onFailure()
                .recoverWithItem(0)
                .chain(status -> settle(target, notice, status));
    }

    private Uni<Void> settle(Target target, Notice notice, int status) {
        boolean taken = status >= 200 && status < 300;
        boolean refused = status >= 400 && status < 500 && !NOT_NOW.contains(status);
        boolean again = !taken && !refused && notice.attempts() < config.tries();
        String outcome = taken ? "taken" : again ? "later" : refused ? "refused" : "dead";
        meters.counter("allo.console.notices", "outcome", outcome).increment();
        if (again) {
            return repository.later(target.account(), notice, pauseAfter(notice.attempts()));
        }
        if (!taken) {
            LOG.warnf("allo.console.webhook: a session is not told status=%d tries=%d", status, notice.attempts());
        }
        return repository.done(target.account(), notice);
    }

    private Duration pauseAfter(int tries) {
        Duration pause = config.firstPause().multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
