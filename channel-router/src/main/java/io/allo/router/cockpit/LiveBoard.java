// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.cockpit.HistoryQueries.Found;
import io.allo.router.cockpit.HistoryQueries.Search;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Who sees what of the conversations: numbers of callers are for who leads. */
@Singleton
class LiveBoard {
    private final LiveQueries queries;
    private final HistoryQueries past;

    LiveBoard(LiveQueries queries, HistoryQueries past) {
        this.queries = queries;
        this.past = past;
    }

    Uni<List<LiveConversation>> live(String accountId, boolean leads) {
        return queries.live(accountId)
                .map(all ->
                        leads ? all : all.stream().map(LiveConversation::masked).toList());
    }

    Uni<List<Found>> history(String accountId, Search search, boolean leads) {
        return past.search(accountId, search)
                .map(all -> leads ? all : all.stream().map(Found::masked).toList());
    }

    /** Has the account had this call? */
    Uni<Boolean> isCall(String accountId, String id) {
        return queries.isCall(accountId, id);
    }

    Uni<Optional<List<Line>>> lines(String accountId, String id) {
        return queries.lines(accountId, id);
    }
}
