// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/ai}, and of any customer's {@code externalSessionUrl}. Unknown fields are ignored; a customer
 * may leave out everything but {@code systemPrompt} and {@code tools}.
 *
 * @param greeting instruction for the first turn, or (with {@code mode=chat}) a text to show as it is
 * @param initialContext preload of the context store ({@code item_map, restaurant_id, customer_id, …})
 * @param itemMap menu number (decimal text) to {@code {id, name}}; the same object as {@code initialContext.item_map}
 * @param exchangeRateToLocal USD to {@code currency}, 1 when unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionConfig(
        String systemPrompt,
        List<ToolDefinition> tools,
        String voice,
        String greeting,
        Map<String, Object> initialContext,
        @Nullable SipCredentials sipCredentials,
        Map<String, ItemReference> itemMap,
        @Nullable BigDecimal aiCostMarginPct,
        String currency,
        @Nullable BigDecimal exchangeRateToLocal,
        String timezone,
        int avgPrepTimeMin,
        boolean deliveryEnabled,
        boolean reservationEnabled,
        boolean transferEnabled,
        @Nullable String transferPhoneNumber,
        boolean transferAutomatic,
        @Nullable CustomerContext customerContext,
        @JsonProperty("allo") @Nullable DialogueFacts dialogue) {

    public SessionConfig {
        tools = tools == null ? List.of() : tools;
        initialContext = initialContext == null ? Map.of() : initialContext;
        itemMap = itemMap == null ? Map.of() : itemMap;
        voice = voice == null ? "sage" : voice;
        currency = currency == null ? "EUR" : currency;
        timezone = timezone == null ? "Europe/Paris" : timezone;
        greeting = greeting == null ? "" : greeting;
    }

    /** What a customer must say at the least; everything else has its default. */
    public static SessionConfig of(String systemPrompt, List<ToolDefinition> tools) {
        return new SessionConfig(
                systemPrompt,
                tools,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                0,
                false,
                false,
                false,
                null,
                false,
                null,
                null);
    }

    /** The same, with these tools. */
    public SessionConfig with(List<ToolDefinition> others) {
        return with(systemPrompt, others);
    }

    /** The same, with this prompt. */
    public SessionConfig prompted(String prompt) {
        return with(prompt, tools);
    }

    private SessionConfig with(String prompt, List<ToolDefinition> others) {
        return new SessionConfig(
                prompt,
                others,
                voice,
                greeting,
                initialContext,
                sipCredentials,
                itemMap,
                aiCostMarginPct,
                currency,
                exchangeRateToLocal,
                timezone,
                avgPrepTimeMin,
                deliveryEnabled,
                reservationEnabled,
                transferEnabled,
                transferPhoneNumber,
                transferAutomatic,
                customerContext,
                dialogue);
    }

    /** One function of the model; {@code parameters} is a JSON Schema of {@code type: object}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ToolDefinition(String type, String name, String description, Map<String, Object> parameters) {}

    /** @param source {@code client} or {@code demo}; the password is clear only on this authenticated answer */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SipCredentials(
            @Nullable String domain,
            @Nullable String username,
            @Nullable String password,
            String source) {}

    /** @param id UUID of the menu item or set menu */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ItemReference(String id, String name) {}

    /** The known caller. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CustomerContext(
            String id,
            @Nullable String firstName,
            String phone,
            @Nullable String deliveryAddress,
            @Nullable String deliveryCity,
            @Nullable String deliveryPostalCode,
            @Nullable String deliveryNotes,
            @Nullable BigDecimal deliveryLat,
            @Nullable BigDecimal deliveryLng,
            int totalOrders,
            @Nullable BigDecimal totalSpent) {}

    /**
     * Our additive part (JSON key {@code allo}): facts in structure instead of prose, for the built-in model, which does not
     * read a prompt. Absent from a foreign server; the built-in model then offers what the tools and {@code itemMap} allow.
     *
     * @param businessName how the agent introduces the business
     * @param openingHours ready-to-say lines per language tag
     * @param items the numbered menu
     * @param faqs answered questions
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DialogueFacts(
            String businessName,
            Map<String, String> openingHours,
            List<NumberedItem> items,
            List<AnsweredQuestion> faqs,
            @Nullable BigDecimal deliveryFee,
            @Nullable BigDecimal minOrderAmount,
            @Nullable BigDecimal deliveryFreeAbove) {}

    /**
     * @param number the {@code #N} of the menu
     * @param description what it is made of; null when the menu does not say
     * @param allergens as the menu names them; empty when it names none
     * @param options what is to be chosen with it, its three stored forms made one
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record NumberedItem(
            int number,
            String name,
            BigDecimal price,
            @Nullable String category,
            @Nullable String description,
            List<String> allergens,
            List<OptionGroup> options) {

        @JsonCreator
        public NumberedItem {
            allergens = allergens == null ? List.of() : allergens;
            options = options == null ? List.of() : options;
        }

        public NumberedItem(int number, String name, BigDecimal price, @Nullable String category) {
            this(number, name, price, category, null, List.of(), List.of());
        }
    }

    /**
     * One thing to choose with an item: a size, supplements, a course of a set menu.
     *
     * @param several more than one choice may be taken
     * @param most how many of them; null = any number
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OptionGroup(
            String name,
            boolean required,
            boolean several,
            @Nullable Integer most,
            List<OptionChoice> choices) {
        public OptionGroup {
            choices = choices == null ? List.of() : choices;
        }
    }

    /**
     * @param number the {@code #N} of the item that is chosen, null for a variant
     * @param extraPrice surcharge, null or 0 = none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OptionChoice(
            String label,
            @Nullable Integer number,
            @Nullable BigDecimal extraPrice) {}

    /** A question that the business answered. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record AnsweredQuestion(
            String question, String answer, @Nullable String category) {}
}
