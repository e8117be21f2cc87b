// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.router.config.ServiceKey;
import io.allo.router.inbox.OthersReports;
import io.allo.router.inbox.SentMessages.Status;
import io.allo.router.tools.NotificationReportsApi.Report;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reports of messages that are not ours go to tool-executor-service, whose confirmations they may be. One that is lost leaves a message
 * shown as sent.
 */
@Singleton
class NotificationReports implements OthersReports {
    private static final Logger LOG = Logger.getLogger(NotificationReports.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int TRIES = 2;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String META = "meta";

    private final NotificationReportsApi executor;
    private final ServiceKey serviceKey;

    NotificationReports(@RestClient NotificationReportsApi executor, ServiceKey serviceKey) {
        this.executor = executor;
        this.serviceKey = serviceKey;
    }

    @Override
    public Uni<Void> report(String provider, String messageId, Status status, @Nullable String errorCode) {
        Report report = new Report(
                provider.startsWith(META) ? META : "twilio", messageId, status.wireName(), number(errorCode));
        return Uni.createFrom()
                .deferred(() -> executor.report(serviceKey.value(), report))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .retry()
                .withBackOff(PAUSE)
                .atMost(TRIES)
                .onFailure()
                .invoke(failure -> LOG.warnf("a report of %s is lost: %s", provider, failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static @Nullable Integer number(@Nullable String code) {
        try {
            return code == null ? null : Integer.valueOf(code);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
