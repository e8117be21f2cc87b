// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Looks regularly for messages whose replica died, answers that wait to be sent and rows that are old enough to go. */
@ApplicationScoped
class InboxSweep {
    private static final Logger LOG = Logger.getLogger(InboxSweep.class);
    private static final int BATCH = 50;

    /** Rows deleted at once: more than come between two sweeps at 500 messages a second. */
    private static final int OLD = 2_000;

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration CPU = Duration.ofMillis(200);

    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final InboxRepository rows;
    private final Inbox inbox;
    private final ReplyDelivery delivery;
    private final Reconciliation reconciliation;
    private final SentMessages sent;
    private final InboxConfig config;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean settling = new AtomicBoolean();
    private final CpuLoad cpu = new CpuLoad();
    private long lastTick;

    InboxSweep(
            InboxRepository rows,
            Inbox inbox,
            ReplyDelivery delivery,
            Reconciliation reconciliation,
            SentMessages sent,
            InboxConfig config,
            Vertx vertx) {
        this.rows = rows;
        this.inbox = inbox;
        this.delivery = delivery;
        this.reconciliation = reconciliation;
        this.sent = sent;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.lease().dividedBy(3).toMillis(), _ -> renew());
        vertx.setPeriodic(config.sweepInterval().toMillis(), _ -> sweep());
        vertx.setPeriodic(config.sweepInterval().toMillis(), _ -> settle());
        vertx.setPeriodic(TICK.toMillis(), _ -> tick());
        vertx.setPeriodic(CPU.toMillis(), _ -> inbox.queue().busy(cpu.since()));
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            rows.release().await().atMost(LAST_WORD);
        } catch (RuntimeException e) {
            LOG.infof("Leases were not given back (%s): they run out by themselves", e.getMessage());
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (lastTick != 0) {
            inbox.queue().tick(Duration.ofNanos(now - lastTick).minus(TICK));
        }
        lastTick = now;
        // Each loop has a queue of its own, and requests come in on all of them.
        vertx.nettyEventLoopGroup().forEach(loop -> {
            long since = System.nanoTime();
            loop.execute(() -> inbox.queue().waited(Duration.ofNanos(System.nanoTime() - since)));
        });
    }

    private void renew() {
        if (!inbox.inWork().isEmpty()) {
            rows.renew(List.copyOf(inbox.inWork()))
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("Leases were not renewed: %s", failure.getMessage()));
        }
    }

    private void sweep() {
        if (busy.compareAndSet(false, true)) {
            recover()
                    .flatMap(_ -> delivery.sendDue())
                    .flatMap(_ -> rows.purge(OLD))
                    .flatMap(_ -> sent.purge(config.retention(), OLD))
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("The inbox was not swept: %s", failure.getMessage()));
        }
    }

    /** Beside the sweep: it waits for providers. */
    private void settle() {
        if (settling.compareAndSet(false, true)) {
            reconciliation
                    .run()
                    .onTermination()
                    .invoke(() -> settling.set(false))
                    .subscribe()
                    .with(
                            _ -> {},
                            failure -> LOG.warnf("Answers in doubt were not looked into: %s", failure.getMessage()));
        }
    }

    private Uni<Void> recover() {
        return rows.claimAbandoned(List.copyOf(inbox.inWork()), BATCH)
                .invoke(entries -> entries.forEach(inbox::recover))
                .flatMap(entries -> entries.size() < BATCH ? Uni.createFrom().voidItem() : recover());
    }
}
