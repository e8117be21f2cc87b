// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Account and agent of a called address. Remembers them, so that a message is accepted at once, and also while
 * session-config-service is away. An address is asked for once at a time, however many messages wait for it; nobody waits while what is
 * known is not too old. Only known addresses are kept: there are as many as the businesses have.
 */
@ApplicationScoped
public class AgentDirectory {
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** Until then what is known is used while it is being asked for anew. */
    private static final Duration USABLE = Duration.ofSeconds(60);

    private final ConversationEngine engine;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<ContactResolution>> asked = new ConcurrentHashMap<>();

    AgentDirectory(ConversationEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** Fails with {@link UnknownAddressException} when nobody answers at the contact's called address. */
    public Uni<ContactResolution> resolve(Contact contact) {
        String address = contact.channel().wireName() + ":" + contact.called();
        Known remembered = known.get(address);
        if (remembered != null && isYounger(remembered, FRESH)) {
            return Uni.createFrom().item(remembered.agent());
        }
        CompletableFuture<ContactResolution> answer = ask(address, contact);
        if (remembered != null && isYounger(remembered, USABLE)) {
            return Uni.createFrom().item(remembered.agent());
        }
        Uni<ContactResolution> anew = Uni.createFrom().completionStage(() -> answer.copy());
        return anew.onFailure(failure -> remembered != null && !(failure instanceof UnknownAddressException))
                .recoverWithItem(() -> remembered.agent());
    }

    private CompletableFuture<ContactResolution> ask(String address, Contact contact) {
        CompletableFuture<ContactResolution> mine = new CompletableFuture<>();
        CompletableFuture<ContactResolution> others = asked.putIfAbsent(address, mine);
        if (others != null) {
            return others;
        }
        Uni.createFrom()
                .deferred(() -> engine.resolve(contact))
                .onTermination()
                .invoke(() -> asked.remove(address))
                .subscribe()
                .with(
                        agent -> {
                            known.put(address, new Known(agent, clock.instant()));
                            mine.complete(agent);
                        },
                        failure -> {
                            if (failure instanceof UnknownAddressException) {
                                known.remove(address);
                            }
                            mine.completeExceptionally(failure);
                        });
        return mine;
    }

    private boolean isYounger(Known remembered, Duration age) {
        return remembered.at().plus(age).isAfter(clock.instant());
    }

    private record Known(ContactResolution agent, Instant at) {}
}
