// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.StaffMessages;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Shows what colleagues write by another replica to those who follow a conversation on this one: nobody here waits for it, so it is
 * looked for, while anybody follows anything.
 */
@ApplicationScoped
class StaffWatch {
    private static final Logger LOG = Logger.getLogger(StaffWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int REMEMBERED = 2_000;

    private final StaffMessages messages;
    private final ChatHub hub;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Set<Long> shown = new LinkedHashSet<>();

    StaffWatch(StaffMessages messages, ChatHub hub, Vertx vertx) {
        this.messages = messages;
        this.hub = hub;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(EVERY.toMillis(), _ -> look());
    }

    private void look() {
        if (hub.isFollowed() && busy.compareAndSet(false, true)) {
            messages.writtenElsewhere(ChatHub.PROVIDER)
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(this::show, failure -> LOG.warnf("what colleagues write is not looked for: %s", failure));
        }
    }

    private synchronized void show(List<InboxEntry> written) {
        for (InboxEntry entry : written) {
            if (entry.reply() != null && shown.add(entry.id())) {
                ServerMessage message = ChatHub.finalOf(entry, entry.reply());
                hub.followers(entry.conversation()).forEach(follower -> follower.send(message));
            }
        }
        while (shown.size() > REMEMBERED) {
            shown.remove(shown.iterator().next());
        }
    }
}
