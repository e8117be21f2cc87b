// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.RunningAllo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A person who orders by WhatsApp while things break. What he was told is read from the conversation's record. */
final class Orderer {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final List<String> ORDER =
            List.of("je voudrais commander", "à emporter", "une margherita", "c'est tout");

    private final AlloApi api;
    private final String phone;
    private final String consent = "SM" + System.nanoTime();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    Orderer(RunningAllo allo, String phone) {
        this.api = new AlloApi(allo);
        this.phone = phone;
    }

    String phone() {
        return phone;
    }

    /** The next word is the consent. */
    Orderer upToConsent() {
        String answer = "";
        for (String words : ORDER) {
            answer = says(words);
        }
        assertThat(answer.contains("prénom") ? says("Jeanne") : answer).contains("Total");
        return this;
    }

    private String says(String text) {
        return api.whatsApp("SM" + System.nanoTime(), phone, text).body();
    }

    /** Agrees, and does not wait. Again: as Twilio repeats it when it got no answer. */
    void agrees() {
        Thread.startVirtualThread(() -> {
            try {
                answers.add(api.whatsApp(consent, phone, "oui").body());
            } catch (AssertionError e) {
                // The router is gone: no answer.
            }
        });
    }

    /** What the agent said to the consent at last; a person who got an apology agrees or orders again. */
    String told() {
        Awaitility.await("an answer to the consent of " + phone)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(isApology() || !afterConsent().isEmpty())
                        .as(() -> answers + " " + conversation())
                        .isTrue());
        if (afterConsent().isEmpty()) {
            says("oui");
        } else if (confirmations().isEmpty()) {
            assertThat(afterConsent().getFirst()).as("honest").contains("désolé");
            says("non merci");
            upToConsent().says("oui");
        }
        Awaitility.await("the order is confirmed at last")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(confirmations())
                        .as(() -> answers + " " + conversation())
                        .hasSize(1));
        return confirmations().getFirst();
    }

    /** The inbox's own, when no dialogue could be had. */
    private boolean isApology() {
        return answers.stream().anyMatch(answer -> answer.contains("Désolé, une erreur"));
    }

    List<String> confirmations() {
        return afterConsent().stream().filter(Orderer::isConfirmation).toList();
    }

    private static boolean isConfirmation(String text) {
        return text.contains("confirmée");
    }

    /** The agent's turns after the person's first "oui". */
    private List<String> afterConsent() {
        List<JsonNode> turns = conversation().path("turns").valueStream().toList();
        int agreed = 0;
        while (agreed < turns.size() && !turns.get(agreed).path("text").asText().equals("oui")) {
            agreed++;
        }
        return turns.subList(agreed, turns.size()).stream()
                .filter(turn -> turn.path("role").asText().equals("agent"))
                .map(turn -> turn.path("text").asText())
                .toList();
    }

    JsonNode conversation() {
        JsonNode all = api.conversations("whatsapp");
        for (JsonNode conversation : all.isArray() ? all : all.path("conversations")) {
            if (conversation.path("caller").asText().equals(phone)) {
                return api.conversation(conversation.path("id").asText());
            }
        }
        throw new AssertionError("no conversation with " + phone);
    }
}
