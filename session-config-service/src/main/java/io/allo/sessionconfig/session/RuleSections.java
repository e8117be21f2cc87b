// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SessionFacts.Restaurant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How the model has to work: numbered rules, phrases, functions, checklists; each only where its tools are offered. */
final class RuleSections {
    private static final String BOOKING =
            "Réservation : nombre de personnes, jour et heure, puis check_availability (mode reservation, party_size ;"
                    + " pour un autre jour que le prochain, requested_time AAAA-MM-JJTHH:MM). S'il n'y a plus de place,"
                    + " propose alternativeTime. Propose une offre qui convient (offer_id). Récapitule jour, heure,"
                    + " nombre et nom, attends l'accord, puis confirm_reservation.";

    private final Restaurant restaurant;
    private final List<ToolDefinition> tools;
    private final Set<String> names;

    RuleSections(Restaurant restaurant, List<ToolDefinition> tools) {
        this.restaurant = restaurant;
        this.tools = tools;
        this.names = tools.stream().map(ToolDefinition::name).collect(Collectors.toSet());
    }

    String rules() {
        List<String> rules = new ArrayList<>();
        boolean tables = names.contains("confirm_reservation");
        rules.add("Demande d'abord le mode (à emporter" + (restaurant.deliveryEnabled() ? ", livraison" : "")
                + (tables ? ", réservation de table" : "") + ").");
        rules.add("Commande : prends-la avant de vérifier la disponibilité, au moins un article.");
        rules.add(
                "Appelle toujours check_availability avant de confirmer ; l'heure annoncée est celle de la dernière réponse.");
        if (restaurant.deliveryEnabled()) {
            rules.add("Livraison : demande ou propose l'adresse, vérifie qu'elle est desservie, annonce les frais.");
        }
        rules.add("Carte : n'utilise que les articles et numéros #N ci-dessus ; demande chaque option obligatoire.");
        rules.add("Récapitule articles, total et heure, et attends un accord explicite avant confirm_order.");
        if (tables) {
            rules.add(BOOKING);
        }
        if (names.contains("check_order_status")) {
            rules.add("Suivi : check_order_status avec le numéro de l'appelant.");
            rules.add("Annulation de commande : retrouve-la d'abord, demande l'accord, puis cancel_order.");
        }
        if (names.contains("cancel_reservation")) {
            rules.add("Annulation de réservation : lookup_reservation, accord explicite, puis cancel_reservation.");
        }
        rules.add("Message pour l'équipe : leave_message.");
        if (names.contains("transfer_call")) {
            rules.add("Transfert : annonce-le, puis transfer_call.");
        }
        rules.add("Fin d'appel : dis au revoir et appelle end_call dans la même réponse.");
        StringBuilder text = new StringBuilder("# Règles obligatoires");
        for (int i = 0; i < rules.size(); i++) {
            text.append('\n').append(i + 1).append(". ").append(rules.get(i));
        }
        return text.toString();
    }

    String phrases() {
        return "# Phrases\nAccueil : « " + restaurant.name() + ", bonjour ! »\n"
                + "Mode : « "
                + (restaurant.deliveryEnabled() ? "À emporter ou en livraison ?" : "C'est pour emporter ?") + " »\n"
                + (restaurant.deliveryEnabled() ? "Adresse : « À quelle adresse, s'il vous plaît ? »\n" : "")
                + "Heure : « Ce sera prêt vers … »\nRécapitulatif : « Donc …, pour un total de …. Je confirme ? »"
                + (names.contains("confirm_reservation")
                        ? "\nRéservation : « Pour combien de personnes, quel jour et à quelle heure ? »"
                                + "\nComplet : « Je n'ai plus de place à cette heure-là, mais je peux vous proposer … »"
                                + "\nRécapitulatif de table : « Une table pour …, le … à …, au nom de …. Je réserve ? »"
                        : "");
    }

    String functions() {
        return "# Fonctions\n"
                + tools.stream()
                        .map(tool -> tool.name() + " : " + tool.description())
                        .collect(Collectors.joining("\n"));
    }

    String checklists() {
        return "# Avant confirm_order\nMode connu, au moins un article, disponibilité vérifiée, récapitulatif lu, accord reçu."
                + (names.contains("confirm_reservation")
                        ? "\n# Avant confirm_reservation\nNom, téléphone, nombre, jour et heure vérifiés, récapitulatif lu, accord reçu."
                        : "")
                + "\nSinon, propose de laisser un message.";
    }
}
