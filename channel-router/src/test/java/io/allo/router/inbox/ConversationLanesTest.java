// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.Channel;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationLanesTest {
    private final List<Long> begun = new ArrayList<>();
    private final Map<Long, UniEmitter<? super Boolean>> open = new HashMap<>();
    private final ConversationLanes lanes =
            new ConversationLanes(turn -> Uni.createFrom().emitter(emitter -> {
                begun.add(turn.entry().id());
                open.put(turn.entry().id(), emitter);
            }));

    @Test
    void aMessageWaitsForTheOneBefore() {
        lanes.submit(turn(1, "anna"));
        lanes.submit(turn(2, "anna"));
        assertThat(begun).containsExactly(1L);

        open.get(1L).complete(true);

        assertThat(begun).containsExactly(1L, 2L);
    }

    @Test
    void conversationsDoNotWaitForOneAnother() {
        lanes.submit(turn(1, "anna"));
        lanes.submit(turn(2, "bruno"));

        assertThat(begun).containsExactly(1L, 2L);
    }

    @Test
    void theSmallestRowGoesFirstWhenRequestsOvertakeEachOther() {
        lanes.submit(turn(6, "anna"));
        lanes.submit(turn(5, "anna"));

        open.get(6L).complete(false); // the database said: row 5 is not finished

        assertThat(begun).containsExactly(6L, 5L);
        open.get(5L).complete(true);
        assertThat(begun).containsExactly(6L, 5L, 6L);
    }

    @Test
    void aFailureDoesNotStopTheConversation() {
        lanes.submit(turn(1, "anna"));
        lanes.submit(turn(2, "anna"));

        open.get(1L).fail(new IllegalStateException("database away"));

        assertThat(begun).containsExactly(1L, 2L);
    }

    @Test
    void aFinishedLaneIsForgotten() {
        RunningTurn turn = turn(1, "anna");
        lanes.submit(turn);
        assertThat(lanes.waiting(turn.entry().conversation())).isEqualTo(1);

        open.get(1L).complete(true);

        assertThat(lanes.waiting(turn.entry().conversation())).isZero();
        lanes.submit(turn(3, "anna"));
        assertThat(begun).containsExactly(1L, 3L);
    }

    static RunningTurn turn(long id, String person) {
        return new RunningTurn(
                new InboxEntry(
                        id,
                        "account",
                        "twilio",
                        "SM" + id,
                        Channel.WHATSAPP,
                        "wa_" + person,
                        "+33939240575",
                        null,
                        Kind.TEXT,
                        "bonjour",
                        Map.of(),
                        Instant.EPOCH,
                        InboxEntry.State.RECEIVED,
                        "me",
                        0,
                        null,
                        null,
                        0,
                        0),
                false,
                Context.root());
    }
}
