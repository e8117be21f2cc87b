// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What the agent is to know of what a colleague did: who it was, and the last lines. */
@Singleton
class Summaries {
    /** What made somebody come is in it too. */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    private static final int LONGEST_LINE = 300;
    private static final int LONGEST = 2_500;

    private final InboxQueries queries;

    Summaries(InboxQueries queries) {
        this.queries = queries;
    }

    Uni<String> of(Takeover takeover) {
        return queries.saidSince(takeover, BEFORE).map(lines -> of(takeover, lines));
    }

    static String of(Takeover takeover, List<String> lines) {
        String who = takeover.holderName() == null ? "A colleague" : "A colleague (" + takeover.holderName() + ")";
        String said = lines.stream()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
                .collect(Collectors.joining("\n"));
        String kept = said.length() > LONGEST ? "…" + said.substring(said.length() - LONGEST) : said;
        return who + " has just talked to this person and handed back to you. The last lines:\n" + kept;
    }
}
