// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.config.ServiceKey;
import io.allo.router.conversation.CallerNumber;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ContactDirectory;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks session-config-service. Reads only, so one repetition is safe. What an address resolved to is kept for some seconds,
 * because a phone call and every text message ask more than once.
 */
@Singleton
public class SessionConfigClient implements ContactDirectory {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int MOST_KEPT = 10_000;
    private static final String NO_REGION = "ZZ";

    private final SessionConfigApi api;
    private final ServiceKey serviceKey;
    private final ExpiringMap<ContactRequest, ContactResolution> recent;

    SessionConfigClient(@RestClient SessionConfigApi api, ServiceKey serviceKey, Clock clock) {
        this.api = api;
        this.serviceKey = serviceKey;
        this.recent = new ExpiringMap<>(KEPT, MOST_KEPT, clock);
    }

    @Override
    public Uni<ContactResolution> resolve(Contact contact) {
        ContactRequest request = new ContactRequest(
                contact.channel().wireName(),
                contact.called(),
                CallerNumber.toE164(contact.caller(), NO_REGION),
                contact.sipAccountId(),
                contact.workflowId());
        Optional<ContactResolution> known = recent.get(request);
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        return repeated(() -> api.resolve(serviceKey.value(), request))
                .invoke(answer -> recent.put(request, answer))
                .onFailure()
                .transform(failure -> isNotFound(failure)
                        ? new UnknownAddressException(contact.channel())
                        : new UnavailableException(failure));
    }

    @Override
    public Uni<ContactResolution> agent(String accountId, String agentId) {
        return repeated(() -> api.agent(serviceKey.value(), accountId, agentId))
                .onFailure()
                .transform(failure ->
                        isNotFound(failure) ? new NoSuchAgentException() : new UnavailableException(failure));
    }

    /** The account behind an API key, empty when there is none. Fails when the service does not answer. */
    public Uni<Optional<AccountIdentity>> authenticate(String key) {
        return repeated(() -> api.authenticate(serviceKey.value(), Map.of("key", key)))
                .map(Optional::of)
                .onFailure(SessionConfigClient::isNotFound)
                .recoverWithItem(Optional.empty());
    }

    private static <T> Uni<T> repeated(Supplier<Uni<? extends T>> call) {
        return Uni.createFrom()
                .deferred(call)
                .onFailure(failure -> !isNotFound(failure))
                .retry()
                .withBackOff(PAUSE)
                .atMost(1)
                .ifNoItem()
                .after(LIMIT)
                .fail();
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() == 404;
    }
}
