// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.builtin.Pizzeria;
import io.allo.router.speech.SpeechEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A pizza ordered by voice from the greeting to the goodbye: call, engine and built-in model, nothing scripted but the ears (D1-D3). */
class SpokenOrderTest extends CallFixture {
    private final OrderingEngine ordering = new OrderingEngine(Pizzeria.session(Set.of(), Set.of(), null), this::tool);
    private final Map<String, Map<String, Object>> results = Map.of(
            "save_customer_info", Map.of("success", true),
            "check_availability",
                    Map.of(
                            "available", true,
                            "mode", "pickup",
                            "estimatedTime", "19:45",
                            "estimatedTimeISO", "2026-11-21T18:45:00Z"),
            "confirm_order", Map.of("success", true, "order_number", 42, "heure_estimee", "19:45", "mode", "prete"));

    private Uni<ToolExecutionResponse> tool(ToolExecutionRequest request) {
        return Uni.createFrom()
                .item(new ToolExecutionResponse(
                        results.getOrDefault(request.tool(), Map.of("success", true)), Map.of(), ToolFlags.NONE));
    }

    private void says(String... pieces) {
        for (String words : pieces) {
            ears.event(new SpeechEvent.SpeechStarted());
            ears.event(new SpeechEvent.Partial(words.split(" ")[0]));
            ears.event(new SpeechEvent.Final(words, 0.95));
            ears.event(new SpeechEvent.UtteranceEnd());
            mailbox.settle();
        }
        pass(Duration.ofSeconds(3));
    }

    private String spoken() {
        String all = String.join(" ", speech.spoken);
        speech.spoken.clear();
        return all;
    }

    @Test
    void aPizzaIsOrderedByVoice() {
        // Given
        leg = leg(1, ordering.engine());
        start(false);
        answered();
        pass(Duration.ofSeconds(20));
        assertThat(spoken()).contains("Pizzeria Allô, bonjour !");
        voice();

        // When
        says("Je voudrais", "deux margheritas à emporter.");
        assertThat(spoken()).contains("2 Margherita");
        says("Non, c'est tout, merci.");
        assertThat(spoken()).contains("À quel prénom");
        says("Camille.");
        assertThat(spoken()).contains("à emporter", "19 h 45");
        says("Oui, c'est bon.");
        pass(Duration.ofSeconds(30));

        // Then
        assertThat(spoken()).contains("Votre commande numéro 42 est confirmée");
        assertThat(ordering.tools()).containsExactly("save_customer_info", "check_availability", "confirm_order");
        assertThat(gateway.told).endsWith("hangup success/agent-hangup");
        assertThat(ordering.heard())
                .isEqualTo(List.of(
                        "SPEECH Je voudrais deux margheritas à emporter.",
                        "SPEECH Non, c'est tout, merci.",
                        "SPEECH Camille.",
                        "SPEECH Oui, c'est bon."));
    }
}
