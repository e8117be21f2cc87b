// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionFacts;
import io.allo.contracts.session.SessionFacts.Customer;
import io.allo.contracts.session.SessionFacts.DiningService;
import io.allo.contracts.session.SessionFacts.Offer;
import io.allo.contracts.session.SessionFacts.Restaurant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the model must know of the business and of the caller. */
final class BusinessSections {
    private static final List<String> DAYS =
            List.of("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche");

    private final SessionFacts facts;
    private final Restaurant restaurant;

    BusinessSections(SessionFacts facts) {
        this.facts = facts;
        this.restaurant = facts.restaurant();
    }

    String facts() {
        String address = Stream.of(restaurant.address(), restaurant.postalCode(), restaurant.city())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        String modes = "vente à emporter" + (restaurant.deliveryEnabled() ? ", livraison" : "")
                + (restaurant.reservationEnabled() ? ", réservation de table" : "");
        return "# Restaurant\nNom : " + restaurant.name() + line("Type", restaurant.cuisineType())
                + line("Adresse", address) + line("Téléphone", restaurant.phone()) + line("Modes", modes);
    }

    String openingHours() {
        String text = restaurant.openingHoursText().getOrDefault("fr", "");
        if (!text.isBlank()) {
            return "# Horaires d'ouverture\n" + text;
        }
        if (restaurant.openingHours().isEmpty()) {
            return "";
        }
        return "# Horaires d'ouverture\n"
                + new TreeMap<>(restaurant.openingHours())
                        .entrySet().stream()
                                .map(day ->
                                        DAYS.get(Integer.parseInt(day.getKey()) - 1) + " : " + ranges(day.getValue()))
                                .collect(Collectors.joining("\n"));
    }

    private static String ranges(List<Map<String, String>> ranges) {
        return ranges.isEmpty()
                ? "fermé"
                : ranges.stream().map(r -> r.get("open") + "-" + r.get("close")).collect(Collectors.joining(", "));
    }

    String delivery() {
        if (!restaurant.deliveryEnabled()) {
            return "# Livraison\nLa livraison n'est pas disponible.";
        }
        String currency = " " + restaurant.currency();
        boolean free =
                restaurant.deliveryFee() == null || restaurant.deliveryFee().signum() == 0;
        String fee = free
                ? "offerte"
                : restaurant.deliveryFee()
                        + currency
                        + (restaurant.deliveryFreeAbove() == null
                                ? ""
                                : ", offerte à partir de " + restaurant.deliveryFreeAbove() + currency);
        return "# Livraison" + line("Rayon", with(restaurant.deliveryRadiusKm(), " km"))
                + line("Commande minimum", with(restaurant.minOrderAmount(), currency)) + line("Frais", fee)
                + line("Préparation moyenne", restaurant.avgPrepTimeMin() + " min");
    }

    String reservation() {
        return !restaurant.reservationEnabled()
                ? ""
                : "# Réservations\nPlaces : " + restaurant.totalSeats() + "\nDurée moyenne d'un repas : "
                        + restaurant.avgMealDurationMin() + " min\nDélai minimum : "
                        + restaurant.minReservationAdvanceMin() + " min\nAu plus "
                        + restaurant.maxReservationAdvanceDays() + " jours à l'avance";
    }

    String diningServices() {
        return facts.services().isEmpty() || !restaurant.reservationEnabled()
                ? ""
                : "# Services\n" + facts.services().stream().map(this::service).collect(Collectors.joining("\n"));
    }

    private String service(DiningService service) {
        String days =
                service.daysOfWeek().stream().map(day -> DAYS.get(day - 1)).collect(Collectors.joining(", "));
        return service.name() + " (id " + service.id() + ") : " + days + ", " + service.startTime() + "-"
                + service.endTime()
                + inline(", dernière arrivée ", service.lastSeatingTime()) + inline(", couverts ", service.maxCovers())
                + inline(", durée min. ", service.defaultDurationMin()) + inline(", acompte ", service.prepayment());
    }

    String offers(NumberedMenu menu) {
        return facts.offers().isEmpty() || !restaurant.reservationEnabled()
                ? ""
                : "# Offres (propose celles qui conviennent pendant la réservation)\n"
                        + facts.offers().stream()
                                .map(offer -> offer(offer, menu))
                                .collect(Collectors.joining("\n"));
    }

    private static String offer(Offer offer, NumberedMenu menu) {
        var linked = offer.menuItemId() == null ? null : menu.byId(offer.menuItemId());
        return offer.name() + " (id " + offer.id() + ")" + inline(" : ", offer.description())
                + inline(", type ", offer.type())
                + inline(", remise % ", offer.discountPct()) + (linked == null ? "" : ", formule #" + linked.number())
                + inline(", de ", offer.minPartySize()) + inline(" à ", offer.maxPartySize())
                + inline(", du ", offer.validFrom()) + inline(" au ", offer.validUntil())
                + inline(offer.prepaymentPerPerson() ? ", acompte par personne " : ", acompte ", offer.prepayment());
    }

    String customer() {
        Customer customer = facts.customer();
        if (customer == null) {
            return "# Client\nNouveau client : demande son prénom"
                    + (restaurant.deliveryEnabled()
                            ? " ; pour une livraison, demande l'adresse complète (numéro et rue)."
                            : ".");
        }
        String address = Stream.of(customer.deliveryAddress(), customer.deliveryPostalCode(), customer.deliveryCity())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return "# Client\nClient connu" + line("Prénom", customer.firstName()) + line("Téléphone", customer.phone())
                + line("Commandes passées", customer.totalOrders())
                + line("Total dépensé", with(customer.totalSpent(), " " + restaurant.currency()))
                + line("Adresse enregistrée", address) + line("Consignes", customer.deliveryNotes())
                + "\nSalue-le par son prénom."
                + (address.isEmpty() ? "" : " Propose l'adresse enregistrée au lieu de la redemander.");
    }

    String knowledge() {
        String answered = facts.faqs().stream()
                .map(faq -> "Q : " + faq.question() + "\nR : " + faq.answer())
                .collect(Collectors.joining("\n"));
        return "# Questions fréquentes\n" + (answered.isEmpty() ? "" : answered + "\n")
                + "Question sans réponse connue : appelle log_new_faq, dis que la question est transmise, n'invente jamais.";
    }

    private static String line(String label, Object value) {
        return value == null || value.toString().isBlank() ? "" : "\n" + label + " : " + value;
    }

    private static String inline(String before, Object value) {
        return value == null || value.toString().isBlank() ? "" : before + value;
    }

    private static String with(Object value, String unit) {
        return value == null ? "" : value + unit;
    }
}
