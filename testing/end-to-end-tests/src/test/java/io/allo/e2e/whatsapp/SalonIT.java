// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person books at the demo's hairdresser by WhatsApp, answered by the reception profile (rows E40, E44, D9 to D13). */
@ExtendWith(AlloStack.class)
class SalonIT {
    private static final String PERSON = "+33612000082";
    private static final String SALON = "whatsapp:+33939240580";
    private static final String CALENDAR = "ca1e0000-0000-4000-8000-000000000001";
    private static final int DAYS = 15;

    @Test
    void anAppointmentIsBookedByWhatsApp(RunningAllo allo) throws Exception {
        allo.loadAccount(UnaryOperator.identity()); // others leave the account with agents of their own
        var api = new AlloApi(allo);
        assertThat(say(api, 1, "Avez-vous un parking ?")).contains("juste en face");
        assertThat(say(api, 2, "Je voudrais prendre rendez-vous")).contains("quel nom");
        assertThat(say(api, 3, "Ariane Petit")).contains("motif");
        assertThat(say(api, 4, "une coupe")).contains("Quand");
        assertThat(say(api, 5, "le matin")).contains("e-mail");
        assertThat(say(api, 6, "06 12 00 00 82")).contains("1. ").contains("Répondez 1, 2 ou 3");

        assertThat(say(api, 7, "oui 1")).contains("confirmé", "Ariane Petit");

        assertThat(say(api, 8, "merci")).contains("déjà enregistré");
        List<JsonNode> booked = appointments(api);
        assertThat(booked).hasSize(1);
        assertThat(booked.getFirst().toString()).contains("Ariane Petit", "coupe");
    }

    private static List<JsonNode> appointments(AlloApi api) {
        List<JsonNode> own = new ArrayList<>();
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        for (int day = 0; day <= DAYS; day++) {
            api.get(
                            AlloService.TOOL_EXECUTOR_SERVICE,
                            "/api/appointments?calendarId=" + CALENDAR + "&date=" + today.plusDays(day))
                    .forEach(one -> {
                        if (one.toString().contains(PERSON)) {
                            own.add(one);
                        }
                    });
        }
        return own;
    }

    private static String say(AlloApi api, int number, String text) {
        var answer = api.whatsApp(SALON, "SM" + PERSON.substring(1) + "8" + number, PERSON, text);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
