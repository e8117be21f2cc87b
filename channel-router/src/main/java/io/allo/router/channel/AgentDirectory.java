// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Account and agent of a called address. Remembers them, so that a message is accepted at once, and also while
 * session-config-service is away. Only known addresses are kept: there are as many as the businesses have.
 */
@ApplicationScoped
public class AgentDirectory {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final ConversationEngine engine;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    AgentDirectory(ConversationEngine engine) {
        this.engine = engine;
    }

    /** Fails with {@link UnknownAddressException} when nobody answers at the contact's called address. */
    public Uni<ContactResolution> resolve(Contact contact) {
        String address = contact.channel().wireName() + ":" + contact.called();
        Known remembered = known.get(address);
        if (remembered != null && remembered.at().plus(FRESH).isAfter(Instant.now())) {
            return Uni.createFrom().item(remembered.agent());
        }
        return engine.resolve(contact)
                .invoke(agent -> known.put(address, new Known(agent, Instant.now())))
                .onFailure(UnknownAddressException.class)
                .invoke(() -> known.remove(address))
                .onFailure(failure -> remembered != null && !(failure instanceof UnknownAddressException))
                .recoverWithItem(() -> remembered.agent());
    }

    private record Known(ContactResolution agent, Instant at) {}
}
