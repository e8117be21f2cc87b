// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Lists and figures of an account's sessions, and their solutions on paper. */
@ApplicationScoped
class ReportDesk {
    private static final int USUAL_DAYS = 30;
    private static final int LONGEST_DAYS = 400;

    private final ReportRepository repository;
    private final Clock clock;

    ReportDesk(ReportRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    Uni<JsonArray> sessions(String account, boolean running, int most) {
        return repository.sessions(account, running, most);
    }

    /** Days in UTC, both included; the last thirty where none are named. */
    Uni<JsonObject> figures(String account, Optional<LocalDate> from, Optional<LocalDate> to) {
        LocalDate last = to.orElseGet(() -> LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        LocalDate first = from.orElse(last.minusDays(USUAL_DAYS - 1L));
        if (first.isAfter(last) || first.plusDays(LONGEST_DAYS).isBefore(last)) {
            throw new Form.UnfitException("expected from before to, at most " + LONGEST_DAYS + " days");
        }
        return repository.figures(account, first, last);
    }

    /** A PDF. Empty: the account has no such session. */
    Uni<Optional<byte[]>> paper(String account, String session) {
        return repository
                .sheet(account, session)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : Uni.createFrom()
                                .item(() -> Optional.of(new SolutionsPdf(found.get()).bytes()))
                                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
}
