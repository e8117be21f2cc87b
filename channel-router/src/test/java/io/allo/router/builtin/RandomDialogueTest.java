// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.CustomerContext;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.UserTurn.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever people say, and whatever the tools answer: no confirmation without availability and consent, exact totals, an answer
 * to every turn ({@link Invariants}).
 */
class RandomDialogueTest {
    private static final int DIALOGUES = 60;
    private static final int TURNS = 25;
    private static final List<String> KEYS =
            List.of("1", "2", "3", "4", "5", "0", "9", "8", "*", "", "12", "99", "1", "1", "2*", "0612345678", "#");
    private static final List<String> WORDS = List.of(
            "bonjour",
            "je voudrais commander",
            "à emporter",
            "en livraison",
            "une margherita",
            "deux regina",
            "3",
            "#4",
            "c'est tout",
            "oui",
            "oui",
            "non",
            "corriger",
            "annuler",
            "retirer la regina",
            "plutôt 2 margherita",
            "pour 20h30",
            "12 rue des Lilas",
            "Paris",
            "75011",
            "Léa",
            "où en est ma commande",
            "annuler ma commande",
            "vos horaires ?",
            "avez-vous un parking ?",
            "les chiens sont-ils admis ?",
            "laisser un message",
            "parler à quelqu'un",
            "english please",
            "français",
            "I would like two margheritas for pickup",
            "that's all",
            "yes",
            "merci",
            "la carte",
            "42",
            "xyzzy",
            "",
            "🍕🍕",
            "<b>une regina</b>",
            "un thé",
            "99999",
            "-1 margherita",
            "0 regina",
            "appelez un taxi",
            "une glace",
            "1000 margherita",
            "\u202eune regina");

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"VOICE", "WHATSAPP", "WEB"})
    void holdsItsRulesInEveryDialogue(Channel channel) {
        for (int seed = 0; seed < DIALOGUES; seed++) {
            play(channel, new Random(seed));
        }
    }

    private static void play(Channel channel, Random random) {
        CustomerContext known = new CustomerContext(
                "c", "Léa", "+33612345678", "3 place du Marché", "Paris", "75003", null, null, null, 2, null);
        Map<String, Object> context = new HashMap<>();
        if (random.nextBoolean()) {
            context.put("caller_phone", "+33612345678");
        }
        Set<String> without = random.nextInt(4) == 0 ? Set.of("delivery", "transfer_call") : Set.of();
        SessionConfig session = Pizzeria.session(without, Set.of("taxi"), random.nextBoolean() ? known : null);
        Conversation conversation = new Conversation(List.of("fr", "en"), channel, session, context);
        conversation.greet();
        for (int turn = 0; turn < TURNS; turn++) {
            boolean keys = channel == Channel.VOICE && random.nextInt(5) > 0;
            List<String> said = keys ? KEYS : WORDS;
            Input input = keys ? Input.KEYS : channel == Channel.VOICE ? Input.SPEECH : Input.TEXT;
            conversation.user(input, said.get(random.nextInt(said.size())));
            assertThat(conversation.said().isBlank() && !conversation.isWaitingForTool())
                    .as("every turn is answered")
                    .isFalse();
            for (int round = 0; conversation.isWaitingForTool(); round++) {
                assertThat(round).as("tool rounds of one turn").isLessThan(5);
                String tool = conversation.pendingCall().tool();
                conversation.result(answer(tool, random));
                if (tool.equals("end_call")) {
                    return;
                }
            }
            assertThat(channel != Channel.VOICE || conversation.keyEntry() != null || conversation.isOver())
                    .as("keys are awaited on the phone")
                    .isTrue();
        }
    }

    private static Map<String, Object> answer(String tool, Random random) {
        if (random.nextInt(6) == 0) {
            return Map.of("success", false, "error", tool + " is unavailable, outcome unknown: apologise");
        }
        return switch (tool) {
            case "check_availability" ->
                random.nextInt(4) == 0
                        ? Map.of("available", false, "reason", reason(random))
                        : Map.of(
                                "available",
                                true,
                                "estimatedTime",
                                "19:45",
                                "estimatedTimeISO",
                                "2026-11-21T18:45:00Z",
                                "deliveryFee",
                                2.5);
            case "confirm_order" -> Map.of("success", true, "order_number", 42, "heure_estimee", "19:45");
            case "check_order_status" -> Map.of("found", true, "orders", orders(random));
            default -> Map.of("success", random.nextBoolean());
        };
    }

    private static String reason(Random random) {
        List<String> reasons = List.of(
                "delivery_not_enabled",
                "address_not_found",
                "distance_8.3km_max_5km",
                "closed",
                "restaurant_not_found");
        return reasons.get(random.nextInt(reasons.size()));
    }

    private static List<Map<String, Object>> orders(Random random) {
        List<String> states = List.of("pending", "confirmed", "ready", "unheard_of");
        return List.of(
                Map.of("orderNumber", 42, "status", states.get(random.nextInt(4)), "itemsSummary", "1 x Regina"),
                Map.of("orderNumber", 43, "status", states.get(random.nextInt(4)), "itemsSummary", "2 x Calzone"));
    }
}
