// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The technician console as its user sees it, from the first visit to the end of a call. */
class TechnicianPageIT extends TechnicianVisit {
    @Test
    @DisplayName(
            "B2, B3, B5, B6, B7, B10, B15, B65: three columns in French with technician, site and equipment; no call yet")
    void threeColumns() {
        open();

        assertThat(page.locator("html")).hasAttribute("lang", "fr");
        assertThat(page.locator(".console > section")).hasCount(3);
        assertThat(page.locator(".technician")).containsText("KB");
        assertThat(page.locator(".technician")).containsText("Karim Benali");
        assertThat(page.locator(".technician .badge")).containsText("8 ans d’expérience");
        for (String fact : List.of("Localisation", "Site assigné", "Arrivée prévue")) {
            assertThat(page.locator(".technician dl")).containsText(fact);
        }
        for (String fact : List.of(
                "Client",
                "Client depuis",
                "Installateur",
                "Premium · 6 caméras",
                "Équipements",
                "Dernier incident",
                "Notes")) {
            assertThat(page.locator(".site")).containsText(fact);
        }
        assertThat(page.locator(".equipment li").first()).containsText("× 4");
        assertThat(page.locator(".equipment .icon")).hasCount(6);
        assertThat(page.locator("#mute")).isDisabled();
        assertThat(page.locator("#end")).isDisabled();
        assertThat(page.locator("#call-state")).hasText("En attente");
        assertThat(page.locator(".wave .bar")).hasCount(8);
        assertThat(page.locator(".help .waiting")).containsText("Les solutions s’affichent ici");
        looks("technician-empty");
        page.getByText("English").click();
        assertThat(page.locator("#call")).hasText("Call");
    }

    @Test
    @DisplayName("B16: each visit is a session of its own and starts no call")
    void eachVisitIsASession() {
        open();
        String first = line.url();
        page.reload();
        assertThat(page.locator("#call")).isVisible();
        page.waitForCondition(() -> !line.url().equals(first));

        assertThat(line.url()).matches(".*/session-\\d{13}");
        assertThat(site.asked()).noneMatch(request -> request.path().startsWith("/twilio"));
        assertThat(site.asked("GET /demo/get-session-suggestions")).isEmpty();
    }

    @Test
    @DisplayName("B17: a number without + is refused with a message and without a request")
    void numberWithoutPlus() {
        open();
        page.locator("#phone").fill("0612345678");
        page.locator("#phone").press("Enter");

        assertThat(page.locator("#call-status")).containsText("commencer par +");
        assertThat(page.locator("#call-status")).hasClass(Pattern.compile("alarm"));
        assertThat(page.locator("#phone")).hasAttribute("aria-invalid", "true");
        assertThat(site.asked("POST /twilio/initiate-call")).isEmpty();
        looks("technician-number-refused");
    }

    @Test
    @DisplayName("B4, B8, B9, B18, B21, B78: the call connects: button, timer, mute, end, polling every 3 s")
    void theCallConnects() {
        open();
        stopTheClock();
        dial();

        assertThat(page.locator("#call")).hasText("Connecté");
        assertThat(page.locator("#call")).isDisabled();
        assertThat(page.locator("#call-status")).containsText("la transcription est active");
        assertThat(page.locator("#call-status")).hasClass(Pattern.compile("good"));
        assertThat(page.locator("#call-state")).hasText("En ligne");
        assertThat(page.locator(".timer")).hasText("00:00");
        String request = site.asked("POST /twilio/initiate-call").getFirst().body();
        assertThat(request)
                .contains(
                        "\"phone_number\":\"" + NUMBER + "\"",
                        "\"session_id\":\"session-",
                        "\"technician_name\":\"Karim Benali\"");
        page.clock().runFor(9_100);
        assertThat(page.locator(".timer")).hasText("00:09");
        page.waitForCondition(
                () -> site.asked("GET /demo/get-session-suggestions").size() == 3);
        assertThat(site.asked("GET /demo/get-session-suggestions").getFirst().path())
                .contains("session_id=session-", "&limit=20");
        page.clock().resume();
        line.send("{\"type\":\"call\",\"call_sid\":\"CA1\",\"status\":\"ringing\"}");
        assertThat(page.locator("#call-status")).hasText("Ça sonne…");
        assertThat(page.locator("#call-status")).hasClass(Pattern.compile("busy"));

        page.locator("#mute").click();
        assertThat(page.locator("#call-state")).hasText("Micro coupé");
        assertThat(site.asked("POST /demo/mute-call").getFirst().body()).contains("\"muted\":true");
        page.locator("#mute").click();
        assertThat(page.locator("#call-state")).hasText("En ligne");
    }

    @Test
    @DisplayName("B20, B78: a call that fails is said in red, and one can call again")
    void theCallFails() {
        site.answer("POST /twilio/initiate-call", 500, "{\"error\":\"Twilio does not answer " + HOSTILE + "\"}");
        open();
        dial();

        assertThat(page.locator("#call-status")).containsText("Twilio does not answer " + HOSTILE);
        assertThat(page.locator("#call-status")).hasClass(Pattern.compile("alarm"));
        assertThat(page.locator("#call")).isEnabled();
        assertThat(page.locator("#end")).isDisabled();
        complaints.clear(); // the browser notes the 500
    }

    @Test
    @DisplayName("B51, B55: ending asks; then timer and polling stop, statistics stand in the console")
    void ending() {
        open();
        dial();
        assertThat(page.locator("#end")).isEnabled();
        page.locator("#end").click();
        assertThat(page.locator("dialog")).containsText("Terminer l’appel ?");
        page.getByText("Continuer l’appel").click();
        assertThat(site.asked("POST /twilio/end-call")).isEmpty();
        page.locator("#end").click();
        page.locator("dialog .strong").click();

        assertThat(page.locator("#call-state")).hasText("Terminé");
        assertThat(page.locator(".toast.good")).containsText("01:05, 12 segments");
        assertThat(page.locator("#end")).isDisabled();
        assertThat(page.locator("#mute")).isDisabled();
        assertThat(page.locator("#call")).isEnabled();
        assertThat(site.asked("POST /twilio/end-call").getFirst().body())
                .contains("\"call_sid\":\"CA1\"", "\"session_id\":\"session-");
        assertThat(console).anyMatch(message -> message.text().contains("total_segments"));
        int polls = site.asked("GET /demo/get-session-suggestions").size();
        page.clock().runFor(10_000);
        assertThat(site.asked("GET /demo/get-session-suggestions")).hasSize(polls);
        looks("technician-ended");
    }

    @Test
    @DisplayName(
            "B12, B13, B39, B41, B50: typing without a call; questions come half a second apart, solutions stand in the third column")
    void typing() {
        site.answer("POST /demo/send-demo-transcription", 200, """
                {"processing":{"status":"processed","segment_id":7},"suggestions":[%s,%s,%s]}""".formatted(
                        question(3, "Depuis quand ?"),
                        question(2, "Quel modèle ? " + HOSTILE),
                        solution(1, "Redémarrer la caméra", 0.83)));
        open();
        stopTheClock();
        page.locator("#message").fill("La caméra " + HOSTILE + " ne répond plus");
        page.locator("#message").press("Enter");

        assertThat(page.locator(".message.user")).containsText(HOSTILE);
        assertThat(page.locator("#message")).hasValue("");
        assertThat(page.locator(".message.bot")).hasCount(2); // the greeting and the first question
        assertThat(page.locator(".message.bot").last()).containsText("Quel modèle ? " + HOSTILE);
        page.clock().runFor(499);
        assertThat(page.locator(".message.bot")).hasCount(2);
        page.clock().runFor(2);
        assertThat(page.locator(".message.bot")).hasCount(3);
        assertThat(page.locator(".solution")).hasCount(1);
        assertThat(page.locator(".solution .badge")).hasText(Pattern.compile("Confiance 83\\s%"));
        assertThat(site.asked("POST /demo/send-demo-transcription").getFirst().body())
                .contains("\"speaker\":\"customer\"", "\"language\":\"fr\"", "\"confidence\":1");
    }

    @Test
    @DisplayName("B14, B38, B40: pushed and polled, each suggestion stands once, the newest on top")
    void eachOnce() {
        open();
        dial();
        push("{\"type\":\"suggestion\",\"suggestion\":" + solution(1, "Première", 0.6) + "}");
        push("{\"type\":\"suggestion\",\"suggestion\":" + solution(2, "Deuxième", 0.9) + "}");
        push("{\"type\":\"suggestion\",\"suggestion\":" + question(4, "Quelle version ?") + "}");
        assertThat(page.locator(".solution")).hasCount(2);
        assertThat(page.locator(".help .waiting")).isHidden();
        site.answer(
                "GET /demo/get-session-suggestions",
                200,
                "{\"status\":\"success\",\"suggestions\":[" + solution(5, "Troisième", 0.4) + ","
                        + question(4, "Quelle version ?") + "," + solution(2, "Deuxième", 0.9) + "]}");
        page.clock().runFor(6_100);

        assertThat(page.locator(".solution")).hasCount(3);
        assertThat(page.locator(".solution h3")).hasText(new String[] {"Troisième", "Deuxième", "Première"});
        assertThat(page.locator(".message.bot")).hasCount(2);
        page.locator(".solution").last().locator("summary").click();
        page.waitForCondition(() -> fromPage.stream().anyMatch(text -> text.contains("clicked")));
    }

    @Test
    @DisplayName("B11, B59, B80: live transcript with who speaks, waveform of the real level, colours of the states")
    void alive() {
        open();
        dial();
        push(segment(1, "technician", "Karim Benali", "La caméra trois clignote en rouge."));
        push(segment(2, "assistant", "Support", "Avez-vous vérifié le câble PoE ?"));
        push(segment(2, "assistant", "Support", "Avez-vous vérifié le câble PoE ?"));
        for (double level : new double[] {0.02, 0.05, 0.2, 0.4, 0.3, 0.1, 0.25, 0.35}) {
            push("{\"type\":\"level\",\"speaker_role\":\"technician\",\"level\":%s}".formatted(level));
        }
        push("{\"type\":\"suggestion\",\"suggestion\":" + question(4, "La diode est-elle fixe ou clignotante ?") + "}");
        push("{\"type\":\"suggestion\",\"suggestion\":" + solution(2, "Caméra en erreur d’alimentation", 0.91) + "}");

        assertThat(page.locator(".solution")).isVisible();
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        Looks.picture(page, "technician-live");
        push(segment(3, "technician", "Karim Benali", "Oui, " + HOSTILE + " il est branché."));
        assertThat(page.locator(".lines p")).hasCount(3);
        assertThat(page.locator(".lines p").first()).containsText("Karim Benali (Technicien)");
        assertThat(page.locator(".lines p").nth(1)).containsText("Support (Assistance)");
        assertThat(page.locator(".lines p").nth(2)).containsText(HOSTILE);
        assertThat(page.locator(".listening")).isVisible();
        assertThat(page.locator(".wave")).hasClass(Pattern.compile("measured"));
        assertThat(page.locator(".bar").nth(3).evaluate("bar => bar.style.getPropertyValue('--level')"))
                .isEqualTo("0.949");
        page.getByText("English").click();
        assertThat(page.locator(".lines p")).hasCount(3);
        assertThat(page.locator(".solution")).hasCount(1);
        page.getByText("Français").click();
        assertThat(page.locator("#end")).isEnabled();
        looks("technician-call");
    }

    @Test
    @DisplayName("B57: the technician hangs up: the page says so and the call can be placed again")
    void theOtherSideHangsUp() {
        open();
        dial();
        push("{\"type\":\"call\",\"call_sid\":\"CA1\",\"status\":\"completed\",\"reason\":\"customer_disconnected\"}");

        assertThat(page.locator("#call-state")).hasText("Terminé");
        assertThat(page.locator("#call-status")).containsText("le technicien a raccroché");
        assertThat(page.locator("#call")).isEnabled();
    }

    @Test
    @DisplayName("B70: a console that is not open asks for a login")
    void notOpen() {
        site.answer("GET /demo/console-settings", 200, "{\"open\":false,\"calls\":true}");
        page = person.newPage();
        page.navigate(PageSite.ORIGIN + "/demo/technician");
        assertThat(page.locator("#email")).isFocused();
        site.answer(
                "POST /api/login",
                200,
                "{\"accessToken\":\"t\",\"expiresIn\":600,\"user\":{\"id\":\"1\",\"name\":\"Zoé\",\"role\":\"technician\",\"accountId\":\"7\"}}");
        page.locator("#email").fill("zoe@example.org");
        page.locator("#password").fill("four-cheeses-please");
        page.keyboard().press("Enter");

        assertThat(page.locator("#call")).isEnabled();
        page.waitForCondition(() -> !fromPage.isEmpty());
        assertThat(fromPage.getFirst()).isEqualTo("{\"type\":\"token\",\"token\":\"t\"}");
    }
}
