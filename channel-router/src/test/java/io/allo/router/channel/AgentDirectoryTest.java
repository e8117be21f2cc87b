// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A crowd of messages asks once, and nobody waits for what is known well enough. */
class AgentDirectoryTest {
    private static final Contact CONTACT = new Contact(Channel.WHATSAPP, "+33939240575", "+33612345678", "wa_1");

    private final List<CompletableFuture<ContactResolution>> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final InstantSource time = () -> now;
    private final AgentDirectory directory = new AgentDirectory(engine(), time.withZone(ZoneOffset.UTC));

    @Test
    void manyMessagesThatComeTogetherAskOnce() {
        var one = answer();
        var other = answer();
        assertThat(asked).hasSize(1);

        asked.getFirst().complete(agent("a"));

        assertThat(one.join().accountId()).isEqualTo("a");
        assertThat(other.join().accountId()).isEqualTo("a");
        assertThat(answer().join().accountId()).isEqualTo("a");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsAMinuteOldAtMostIsUsedWhileItIsAskedForAnew() {
        known("a");
        now = now.plus(Duration.ofSeconds(40));

        assertThat(answer().join().accountId()).isEqualTo("a");
        assertThat(answer().join().accountId()).isEqualTo("a");
        assertThat(asked).hasSize(2);

        asked.getLast().complete(agent("b"));
        assertThat(answer().join().accountId()).isEqualTo("b");
    }

    @Test
    void whatIsOlderIsWaitedForUnlessNobodyCanTell() {
        known("a");
        now = now.plus(Duration.ofMinutes(5));

        var waiting = answer();
        assertThat(waiting).isNotDone();
        asked.getLast().completeExceptionally(new IllegalStateException("away"));

        assertThat(waiting.join().accountId()).isEqualTo("a");
    }

    @Test
    void anAddressThatIsNobodysAnyMoreIsForgotten() {
        known("a");
        now = now.plus(Duration.ofMinutes(5));
        var waiting = answer();
        asked.getLast().completeExceptionally(new UnknownAddressException(Channel.WHATSAPP));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(answer()).isNotDone();
        assertThat(asked).hasSize(3);
    }

    private void known(String account) {
        var first = answer();
        asked.getFirst().complete(agent(account));
        first.join();
    }

    private CompletableFuture<ContactResolution> answer() {
        return directory.resolve(CONTACT).subscribeAsCompletionStage();
    }

    private static ContactResolution agent(String account) {
        return new ContactResolution(
                account, "FR", "agent", "Demo", List.of("fr"), "m", "sage", 1, 600, null, null, null, null, null);
    }

    /** Only {@code resolve} is asked here. */
    private ConversationEngine engine() {
        return (ConversationEngine) Proxy.newProxyInstance(
                ConversationEngine.class.getClassLoader(),
                new Class<?>[] {ConversationEngine.class},
                (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("resolve");
                    CompletableFuture<ContactResolution> answer = new CompletableFuture<>();
                    asked.add(answer);
                    return Uni.createFrom().completionStage(answer);
                });
    }
}
