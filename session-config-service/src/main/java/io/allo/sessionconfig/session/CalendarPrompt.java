// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.CalendarFacts;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The system prompt of an appointment agent, section by section; rules only for tools that are offered. */
record CalendarPrompt(CalendarFacts facts, List<ToolDefinition> tools, Instant instant) {
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.FRENCH);

    private static final String STYLE = """
            # Style
            Ton professionnel, clair, concis et empathique ; phrases courtes, jamais de liste à voix haute.
            Réponds dans la langue de l'appelant, français ou anglais, et passe-la aux fonctions (language).""";

    private static final String BOOKING = """
            - D'abord : est-ce une question ou un rendez-vous ? Une question : answer_faq.
            - Rendez-vous : identifie la prestation. Annonce « Je consulte l'agenda » avant list_available_slots. La période se déduit de ce
              que dit l'appelant, ne la demande pas. Ne lis jamais toute la liste : propose une tendance, puis deux ou trois créneaux.
            - Demande le nom, l'adresse e-mail et le téléphone, un par un. E-mail incertain : fais épeler. Relis le numéro chiffre par chiffre
              et l'e-mail épelé, attends un oui explicite au tour suivant, puis schedule_appointment avec contact_confirmed à true. Réponse
              contact_unconfirmed : rien n'est réservé, relis read_back et attends le oui. Le motif, s'il est donné, va dans reason.
            - Une seule fonction par tour. N'annonce comme fait que ce qu'une fonction a confirmé ; dis si la confirmation écrite est partie.
            - Créneau pris entre-temps : dis-le et propose les suivants. Panne : présente des excuses et propose de réessayer.""";

    private static final String CHANGES = """
            - Déplacer ou annuler : find_appointments (la ligne de l'appelant, sinon nom et date). Plusieurs : fais choisir. Aucun : redemande,
              puis propose une personne. Redis lequel c'est et attends un oui explicite avant reschedule_appointment ou cancel_appointment.
            - Réponse à un rappel : « confirmer » : remercie, rien à changer ; « annuler » : retrouve le rendez-vous et demande l'accord.""";

    String compose() {
        Set<String> names = tools.stream().map(ToolDefinition::name).collect(Collectors.toSet());
        return Stream.of(
                        role(),
                        STYLE,
                        business(),
                        "# Date et heure\nNous sommes le "
                                + NOW.format(ZonedDateTime.ofInstant(instant, ZoneId.of(facts.timezone())))
                                + " (" + facts.timezone() + "). Toutes les heures sont dites dans ce fuseau.",
                        faqs(),
                        "# Règles",
                        BOOKING,
                        names.contains("find_appointments") ? CHANGES : "",
                        names.contains("transfer_call")
                                ? "- Transfert vers une personne : annonce-le, puis transfer_call."
                                : "",
                        "- Fin : dis au revoir et appelle end_call dans la même réponse.")
                .filter(section -> !section.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    private String role() {
        String own = facts.instructions();
        return "# Rôle\nTu es l'agent d'accueil de " + facts.name() + ". Tu n'as pas de prénom."
                + (own == null || own.isBlank() ? "" : "\n" + own);
    }

    private String business() {
        return "# Entreprise\n" + facts.name()
                + (facts.address() == null ? "" : "\nAdresse : " + facts.address())
                + "\nHoraires : " + facts.hours().getOrDefault("fr", "")
                + "\nPrestations : " + facts.services().getOrDefault("fr", "");
    }

    private String faqs() {
        return facts.faqs().isEmpty()
                ? ""
                : "# Questions connues\n"
                        + facts.faqs().stream()
                                .map(faq -> faq.question() + " " + faq.answer())
                                .collect(Collectors.joining("\n"));
    }
}
