// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.router.conversation.Outreach.What;

/** What a caller reads when he is asked for something during his call, unless the model words it itself. */
final class ReachWords {
    private ReachWords() {}

    static String question(What what, String language) {
        return language.startsWith("en")
                ? switch (what) {
                    case PHOTO -> "Could you send us the photo here? We are still on the telephone.";
                    case LOCATION ->
                        "Could you share your location here (paper clip, then Location), or write the address? We are still on the"
                                + " telephone.";
                    case EMAIL -> "Could you write your e-mail address here? We are still on the telephone.";
                    case TEXT -> "Could you write it here? We are still on the telephone.";
                }
                : switch (what) {
                    case PHOTO -> "Pouvez-vous nous envoyer la photo ici ? Nous restons au téléphone.";
                    case LOCATION ->
                        "Pouvez-vous partager votre position ici (trombone, puis Localisation), ou écrire l'adresse ? Nous restons au"
                                + " téléphone.";
                    case EMAIL -> "Pouvez-vous écrire votre adresse e-mail ici ? Nous restons au téléphone.";
                    case TEXT -> "Pouvez-vous l'écrire ici ? Nous restons au téléphone.";
                };
    }
}
