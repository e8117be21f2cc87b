// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrderDraftTest {
    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    @DisplayName("A65, A77: numbers become items, options become names, unknown numbers keep a placeholder")
    void numbersAreResolvedThroughTheConversationsMenu() throws Exception {
        // Given
        ConfirmOrderRequest request = request("""
                {"items":[
                  {"id":2,"quantity":1,"unit_price":12.5,
                   "selected_options":[{"name":"Boisson","choice_id":7},{"name":"Dessert","choice_id":99},
                                       {"name":"Base","choice":"Crème","extra_price":0.5}]},
                  {"id":42,"quantity":1,"unit_price":5}],
                 "item_map":{"2":{"id":"00000000-0000-0000-0000-000000000002","name":"Reine"},
                             "7":{"id":"00000000-0000-0000-0000-000000000007","name":"Limonade"}}}
                """);

        // When
        OrderDraft draft = OrderDraft.of(request);

        // Then
        assertThat(draft.lines().get(0).name()).isEqualTo("Reine");
        assertThat(draft.lines().get(0).menuItemId()).hasToString("00000000-0000-0000-0000-000000000002");
        assertThat(draft.lines().get(0).options())
                .extracting(option -> option.get("choice"))
                .containsExactly("Limonade", "#99", "Crème");
        assertThat(draft.lines().get(1).menuItemId()).isNull();
        assertThat(draft.lines().get(1).name()).contains("42");
    }

    @Test
    @DisplayName("A75: the order of dishes and the time of the check make no other order; a note or quantity does")
    void contentHashIsCanonical() throws Exception {
        // Given
        String first = hash(
                "{\"items\":[{\"id\":1,\"quantity\":1,\"unit_price\":5},{\"id\":2,\"quantity\":2,\"unit_price\":7.50}],"
                        + "\"last_availability_check\":{\"estimatedTimeISO\":\"2026-11-21T12:00:00Z\"}}");
        String swapped = hash(
                "{\"items\":[{\"id\":2,\"quantity\":2,\"unit_price\":7.5},{\"id\":1,\"quantity\":1,\"unit_price\":5.00}],"
                        + "\"last_availability_check\":null,\"notes\":null}");
        String more = hash(
                "{\"items\":[{\"id\":1,\"quantity\":2,\"unit_price\":5},{\"id\":2,\"quantity\":2,\"unit_price\":7.5}]}");
        String noted = hash(
                "{\"items\":[{\"id\":1,\"quantity\":1,\"unit_price\":5},{\"id\":2,\"quantity\":2,\"unit_price\":7.5}],"
                        + "\"notes\":\"sans oignons\"}");

        // Then
        assertThat(swapped).isEqualTo(first);
        assertThat(more).isNotEqualTo(first);
        assertThat(noted).isNotEqualTo(first);
    }

    private String hash(String json) throws Exception {
        ConfirmOrderRequest request = request(json);
        return OrderDraft.contentHash(request, OrderDraft.of(request));
    }

    private ConfirmOrderRequest request(String json) throws Exception {
        return mapper.readValue(json, ConfirmOrderRequest.class);
    }
}
