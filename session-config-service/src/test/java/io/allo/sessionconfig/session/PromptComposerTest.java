// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SessionFacts;
import io.allo.sessionconfig.session.Facts.Flags;
import io.allo.sessionconfig.tooldefinition.SessionTools;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows A18-A22, A25, A37, A38. */
class PromptComposerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T22:30:00Z");
    private final OfferedTools tools = new OfferedTools(new SessionTools(null, null, null, new ObjectMapper()));

    private String prompt(SessionFacts facts) {
        return new PromptComposer(facts, new NumberedMenu(facts), tools.of(facts.restaurant()), NOW).compose();
    }

    @Test
    void numbersItemsByCategoryThenSetMenus() {
        NumberedMenu menu = new NumberedMenu(Facts.of(Flags.ALL, null));

        assertThat(menu.itemMap().keySet()).containsExactly("1", "2", "3", "4");
        assertThat(menu.itemMap().get("4").name()).isEqualTo("Menu midi");
    }

    @Test
    void showsTheThreeFormsOfOptionGroups() {
        String prompt = prompt(Facts.of(Flags.ALL, null));

        assertThat(prompt).contains("Taille » (obligatoire, un choix) : Normale | Grande (+3)");
        assertThat(prompt)
                .as("maxPrice filters the category")
                .contains("Plat » (obligatoire, un choix) : #1 Margherita\n");
        assertThat(prompt).contains("Dessert » (facultatif, un choix) : #3 Tiramisu");
    }

    @Test
    void leavesOutWhatIsSwitchedOffAndRenumbersTheRules() {
        String all = prompt(Facts.of(Flags.ALL, null));
        String none = prompt(Facts.of(Flags.NONE, null));

        assertThat(all)
                .contains("# Réservations", "# Services", "# Offres", "formule #4", "transfer_call", "cancel_order");
        assertThat(all)
                .contains("réservation de table)", "alternativeTime", "# Avant confirm_reservation", "Je réserve ?");
        assertThat(none)
                .contains("La livraison n'est pas disponible", "le mode (à emporter).")
                .doesNotContain(
                        "# Réservations",
                        "# Services",
                        "# Offres",
                        "réserv",
                        "# Avant confirm_reservation",
                        "transfer_call",
                        "cancel_order",
                        "lookup_reservation");
        assertThat(none)
                .containsPattern("# Règles obligatoires\n1\\. .*\n2\\. .*\n3\\. .*\n4\\. .*\n5\\. .*\n6\\. .*\n7\\. ");
        assertThat(none).doesNotContain("\n8. ");
    }

    @Test
    @DisplayName("A19: the time is that of the restaurant's zone")
    void tellsTheLocalTimeOfTheRestaurantsZone() {
        assertThat(prompt(Facts.of(Flags.ALL, null))).contains("samedi 21 novembre 2026, 23:30 (Europe/Paris)");
        Flags tokyo = new Flags(true, false, true, false, "Asia/Tokyo");
        assertThat(prompt(Facts.of(tokyo, null))).contains("dimanche 22 novembre 2026, 07:30 (Asia/Tokyo)");
    }

    @Test
    @DisplayName("A21: the prompt knows name, orders and address of a known caller")
    void knowsTheCallerOrAsksForTheName() {
        String known = prompt(Facts.of(Flags.ALL, Facts.knownCustomer()));

        assertThat(known).contains("Jeanne", "Commandes passées : 4", "3 rue des Lilas, 75011, Paris", "2e étage");
        assertThat(prompt(Facts.of(Flags.ALL, null))).contains("Nouveau client : demande son prénom");
    }

    @Test
    @DisplayName("A21, A22: regulars are greeted by name, new callers otherwise")
    void greetsRegularsByNameAndShowsAReadyTextInChat() {
        SessionFacts facts = Facts.of(Flags.ALL, Facts.knownCustomer());

        assertThat(Greeting.of(facts.restaurant(), facts.customer(), false)).contains("Jeanne", "4 commande");
        assertThat(Greeting.of(facts.restaurant(), null, false)).contains("nouveau client");
        assertThat(Greeting.of(facts.restaurant(), null, true))
                .startsWith("Bonjour !")
                .contains("Pizzeria Allô");
    }

    @Test
    void offersToolsInTheirOrderAndOnlyThoseSwitchedOn() {
        assertThat(names(Flags.ALL))
                .containsExactly(
                        "check_availability",
                        "confirm_order",
                        "save_customer_info",
                        "log_new_faq",
                        "leave_message",
                        "confirm_reservation",
                        "check_order_status",
                        "cancel_order",
                        "lookup_reservation",
                        "cancel_reservation",
                        "transfer_call",
                        "end_call");
        assertThat(names(Flags.NONE))
                .containsExactly(
                        "check_availability",
                        "confirm_order",
                        "save_customer_info",
                        "log_new_faq",
                        "leave_message",
                        "end_call");
    }

    private List<String> names(Flags flags) {
        return tools.of(Facts.of(flags, null).restaurant()).stream()
                .map(ToolDefinition::name)
                .toList();
    }
}
