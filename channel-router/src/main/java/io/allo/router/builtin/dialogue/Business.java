// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig;
import io.allo.router.builtin.intent.Vocabulary;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.reading.OrderReader;
import io.allo.router.builtin.reading.Part;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the session says about the business and about the person, in the form that the dialogue asks for. Read only. */
final class Business {
    private final SessionConfig session;
    private final Map<String, Object> context;
    private final SessionConfig.@Nullable DialogueFacts facts;
    private final Catalogue catalogue;
    private final Map<String, List<Part>> read = new HashMap<>();
    private final Map<Taken, OrderText> taken = new HashMap<>();

    Business(SessionConfig session, Map<String, Object> context) {
        this.session = session;
        this.context = context;
        this.facts = session.dialogue();
        this.catalogue = Catalogue.of(session);
    }

    Optional<String> name() {
        return Optional.ofNullable(facts)
                .map(SessionConfig.DialogueFacts::businessName)
                .filter(name -> !name.isBlank());
    }

    /** The parts of a sentence; it is asked for them more than once in a turn. */
    List<Part> read(String text, String language, Vocabulary vocabulary) {
        return read.computeIfAbsent(language + ' ' + text, _ -> OrderReader.read(text, catalogue, vocabulary));
    }

    /** A sentence taken apart, as the order stands now. */
    OrderText taken(Turn turn, String text) {
        Taken key = new Taken(turn.state().language(), turn.state().order(), text);
        OrderText known = taken.get(key);
        if (known == null) {
            known = OrderText.apart(turn, text);
            taken.put(key, known);
        }
        return known;
    }

    private record Taken(String language, OrderDraft order, String text) {}

    Catalogue catalogue() {
        return catalogue;
    }

    List<SessionConfig.ToolDefinition> tools() {
        return session.tools();
    }

    Optional<SessionConfig.ToolDefinition> tool(String name) {
        return session.tools().stream().filter(tool -> name.equals(tool.name())).findFirst();
    }

    boolean offers(String tool) {
        return tool(tool).isPresent();
    }

    boolean takesOrders() {
        return offers(Tools.CHECK_AVAILABILITY) && offers(Tools.CONFIRM_ORDER) && !catalogue.isEmpty();
    }

    boolean cancelsOrders() {
        return offers(Tools.CANCEL_ORDER) && offers(Tools.CHECK_ORDER_STATUS);
    }

    boolean booksTables() {
        return offers(Tools.CHECK_AVAILABILITY) && offers(Tools.CONFIRM_RESERVATION);
    }

    boolean cancelsTables() {
        return offers(Tools.LOOKUP_RESERVATION) && offers(Tools.CANCEL_RESERVATION);
    }

    boolean delivers() {
        return session.deliveryEnabled();
    }

    String currency() {
        return session.currency();
    }

    ZoneId zone() {
        try {
            return ZoneId.of(session.timezone());
        } catch (java.time.DateTimeException e) {
            return ZoneId.of("Europe/Paris");
        }
    }

    Optional<String> openingHours(String language) {
        if (facts == null || facts.openingHours() == null) {
            return Optional.empty();
        }
        Map<String, String> hours = facts.openingHours();
        return Optional.ofNullable(hours.getOrDefault(
                        language, hours.values().stream().findFirst().orElse(null)))
                .filter(text -> !text.isBlank());
    }

    List<SessionConfig.AnsweredQuestion> answeredQuestions() {
        return facts == null || facts.faqs() == null
                ? List.of()
                : facts.faqs().stream()
                        .filter(faq -> faq.question() != null && faq.answer() != null)
                        .toList();
    }

    /** The delivery fee for this order, free above the business's threshold. */
    BigDecimal deliveryFee(BigDecimal subtotal, @Nullable BigDecimal quoted) {
        BigDecimal fee = quoted != null ? quoted : facts == null ? null : facts.deliveryFee();
        BigDecimal freeAbove = facts == null ? null : facts.deliveryFreeAbove();
        if (fee == null || freeAbove != null && subtotal.compareTo(freeAbove) >= 0) {
            return BigDecimal.ZERO.setScale(2);
        }
        return fee;
    }

    Optional<BigDecimal> minimumForDelivery() {
        return Optional.ofNullable(facts).map(SessionConfig.DialogueFacts::minOrderAmount);
    }

    Optional<String> customerName() {
        return text("customer_name")
                .or(() -> Optional.ofNullable(session.customerContext())
                        .map(SessionConfig.CustomerContext::firstName)
                        .filter(name -> !name.isBlank()));
    }

    Optional<String> callerPhone() {
        return text("caller_phone")
                .or(() -> Optional.ofNullable(session.customerContext())
                        .map(SessionConfig.CustomerContext::phone)
                        .filter(phone -> !phone.isBlank()));
    }

    Optional<OrderDraft.Address> storedAddress() {
        SessionConfig.CustomerContext customer = session.customerContext();
        if (customer == null || blank(customer.deliveryAddress()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OrderDraft.Address(
                blank(customer.deliveryAddress()),
                blank(customer.deliveryCity()),
                blank(customer.deliveryPostalCode()),
                true));
    }

    private Optional<String> text(String key) {
        return context.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static String blank(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
