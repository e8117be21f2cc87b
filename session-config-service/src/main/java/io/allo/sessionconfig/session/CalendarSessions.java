// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.CalendarFacts;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.DialogueFacts;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.pricing.PriceList;
import io.allo.sessionconfig.tooldefinition.SessionTools;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The session of a business that gives appointments, composed anew for each contact. */
@ApplicationScoped
class CalendarSessions {
    private static final String VOICE = "sage";
    private static final String CURRENCY = "EUR";

    private final CalendarFactsClient client;
    private final SessionTools tools;
    private final PriceList prices;
    private final Clock clock;
    private final String serviceKey;

    CalendarSessions(
            @RestClient CalendarFactsClient client,
            SessionTools tools,
            PriceList prices,
            Clock clock,
            ServiceConfig config) {
        this.client = client;
        this.tools = tools;
        this.prices = prices;
        this.clock = clock;
        this.serviceKey = config.serviceKey();
    }

    /**
     * The session.
     *
     * @param account whose key asks, null for our own services; another account's calendar is unknown to it
     * @param agent whose stored tools are offered, null = the six as they are defined
     */
    Uni<SessionConfig> of(UUID calendar, @Nullable String account, @Nullable UUID agent, boolean chat) {
        return client.facts(serviceKey, calendar.toString())
                .onFailure(CalendarSessions::isNotFound)
                .transform(e -> unknown(calendar))
                .invoke(facts -> {
                    if (account != null && !account.equals(facts.accountId())) {
                        throw unknown(calendar);
                    }
                })
                .chain(facts -> tools.ofCalendar(facts.accountId(), agent, facts.transferNumber() != null)
                        .map(offered -> compose(
                                facts,
                                offered.stream()
                                        .map(tool -> new ToolDefinition(
                                                "function", tool.name(), tool.description(), tool.parameters()))
                                        .toList(),
                                chat)));
    }

    private SessionConfig compose(CalendarFacts facts, List<ToolDefinition> offered, boolean chat) {
        return new SessionConfig(
                new CalendarPrompt(facts, offered, clock.instant()).compose(),
                offered,
                VOICE,
                greeting(facts, chat),
                context(facts),
                null,
                Map.of(),
                prices.defaultMarginPct(),
                CURRENCY,
                prices.rateTo(CURRENCY).orElse(BigDecimal.ONE),
                facts.timezone(),
                0,
                false,
                false,
                facts.transferNumber() != null,
                facts.transferNumber(),
                false,
                null,
                new DialogueFacts(facts.name(), facts.hours(), List.of(), facts.faqs(), null, null, null));
    }

    private static String greeting(CalendarFacts facts, boolean chat) {
        String own = facts.greeting();
        String text = own != null && !own.isBlank()
                ? own
                : facts.language().equals("en")
                        ? facts.name() + ", good day! Would you like an appointment, or do you have a question?"
                        : facts.name() + ", bonjour ! Souhaitez-vous un rendez-vous, ou avez-vous une question ?";
        return chat ? text : "[Un client appelle. Dis exactement : « " + text + " »]";
    }

    private static Map<String, Object> context(CalendarFacts facts) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("calendar_id", facts.id());
        context.put("transfer_phone", facts.transferNumber());
        return context;
    }

    private static boolean isNotFound(Throwable e) {
        return e instanceof WebApplicationException http && http.getResponse().getStatus() == 404;
    }

    private static NotFoundException unknown(UUID calendar) {
        return new NotFoundException("calendar " + calendar + " is unknown");
    }
}
