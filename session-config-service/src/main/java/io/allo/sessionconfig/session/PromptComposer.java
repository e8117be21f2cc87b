// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SessionFacts;
import io.allo.contracts.session.SessionFacts.Restaurant;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The system prompt, in French as its readers expect, section by section in a fixed order. A section that does not apply is
 * left out; rules are renumbered.
 */
final class PromptComposer {
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.FRENCH);

    private final SessionFacts facts;
    private final Restaurant restaurant;
    private final NumberedMenu menu;
    private final List<ToolDefinition> tools;
    private final ZonedDateTime now;

    PromptComposer(SessionFacts facts, NumberedMenu menu, List<ToolDefinition> tools, Instant now) {
        this.facts = facts;
        this.restaurant = facts.restaurant();
        this.menu = menu;
        this.tools = tools;
        this.now = now.atZone(ZoneId.of(restaurant.timezone()));
    }

    String compose() {
        MenuSections menuSections = new MenuSections(facts, menu);
        BusinessSections business = new BusinessSections(facts);
        RuleSections rules = new RuleSections(restaurant, tools);
        return Stream.of(
                        role(),
                        style(),
                        business.facts(),
                        clock(),
                        business.openingHours(),
                        menuSections.items(),
                        menuSections.setMenus(),
                        business.delivery(),
                        business.reservation(),
                        business.diningServices(),
                        business.offers(menu),
                        business.customer(),
                        business.knowledge(),
                        rules.rules(),
                        rules.phrases(),
                        rules.functions(),
                        rules.checklists())
                .filter(section -> !section.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    private String role() {
        String cuisine = restaurant.cuisineType() == null ? "" : " (" + restaurant.cuisineType() + ")";
        String own = restaurant.instructions();
        String objective = own != null && !own.isBlank()
                ? own
                : "Ton objectif : renseigner l'appelant, prendre sa commande et la confirmer sans erreur.";
        return "# Rôle\nTu es l'agent vocal du restaurant " + restaurant.name() + cuisine + ". Tu n'as pas de prénom.\n"
                + objective;
    }

    private static String style() {
        return """
                # Style
                Parle un français naturel et chaleureux, en phrases courtes. Si l'appelant parle anglais, continue en anglais.
                Jamais de liste à puces à voix haute. Confirme chaque article ajouté. Récapitule comme on le ferait au comptoir.""";
    }

    private String clock() {
        return "# Date et heure\nNous sommes le " + NOW.format(now) + " (" + restaurant.timezone() + "). Monnaie : "
                + restaurant.currency() + ".";
    }
}
