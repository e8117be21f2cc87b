// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionFacts.Customer;
import io.allo.contracts.session.SessionFacts.Restaurant;
import org.jspecify.annotations.Nullable;

/** The first turn: an instruction for the model, or with {@code mode=chat} a text to show as it is. */
final class Greeting {
    private Greeting() {}

    static String of(Restaurant restaurant, @Nullable Customer customer, boolean chat) {
        String firstName = customer == null ? null : customer.firstName();
        boolean known = firstName != null && !firstName.isBlank();
        if (chat) {
            return (known ? "Bonjour " + firstName + " ! " : "Bonjour ! ") + "Bienvenue chez " + restaurant.name()
                    + ". Que puis-je faire pour vous ?";
        }
        if (known) {
            return "[Un client régulier appelle : " + firstName + ", " + customer.totalOrders()
                    + " commande(s) déjà passée(s). Salue-le par son prénom et demande ce qu'il souhaite.]";
        }
        return "[Un nouveau client appelle. Accueille-le chaleureusement, présente brièvement " + restaurant.name()
                + " et demande ce qu'il souhaite.]";
    }
}
