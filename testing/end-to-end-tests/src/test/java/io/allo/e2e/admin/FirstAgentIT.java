// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.phone.KeyedCall;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.Kamailio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The steps of docs/first-agent.md, one after the other: my own agent answers my own trunk, set up in the pages alone. */
@ExtendWith(AlloStack.class)
class FirstAgentIT {
    private static final Duration SOON = Duration.ofSeconds(45);
    private static final double PATIENCE_MS = 45_000;
    private static final String NUMBER = "+33939240599";
    private static final String CALLER = "+33612000099";
    private static final String PASSWORD = "four-cheeses-please";

    @TempDir
    Path folder;

    @Test
    void myOwnAgentAnswersMyOwnTrunk(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String email = owner(allo, api);
        List<String> complaints = new CopyOnWriteArrayList<>();
        String carrierRules = Kamailio.config("kamailio.cfg").replace("+33939240575", NUMBER);
        try (var browser = new Browser();
                var carrier = new Kamailio(folder, carrierRules);
                BrowserContext person = browser.person(1440, 900, "fr-FR", ColorScheme.LIGHT)) {
            Page page = person.newPage();
            page.setDefaultTimeout(PATIENCE_MS);
            page.onPageError(complaints::add);
            page.navigate(allo.url(AlloService.SESSION_CONFIG_SERVICE) + "/admin");
            logIn(page, email);
            newAgent(page);
            addLine(page, carrier);
            try {
                explain(page);
                call(allo, carrier);
            } finally {
                forget(api);
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static String owner(RunningAllo allo, AlloApi api) {
        String email = "owner-" + UUID.randomUUID() + "@pizzeria.example";
        api.asService(
                "POST",
                AlloService.SESSION_CONFIG_SERVICE,
                "/api/users",
                """
                {"accountId":"%s","email":"%s","name":"Zoé","role":"owner","password":"%s"}""".formatted(allo.demoAccount(), email, PASSWORD),
                201);
        return email;
    }

    private static void logIn(Page page, String email) {
        page.getByLabel("Adresse e-mail").fill(email);
        page.getByLabel("Mot de passe").fill(PASSWORD);
        Looks.picture(page, "first-agent-1-login");
        button(page, "Se connecter").click();
        assertThat(page.locator(".content h2")).hasText("Agents", soon());
        assertThat(page.locator("tbody tr").first()).isVisible();
    }

    private static void newAgent(Page page) {
        button(page, "Nouvel agent").click();
        page.getByLabel("Nom").fill("Accueil de Zoé");
        page.getByLabel("Consigne").fill("Tu réponds pour l’atelier de Zoé. Salue et demande ce que tu peux faire.");
        Looks.picture(page, "first-agent-2-agent");
        button(page, "Créer").click();
        assertThat(page.locator(".content h2")).hasText("Accueil de Zoé");
        assertThat(page.locator(".secret")).containsText("allo_");
        page.reload();
        assertThat(page.locator(".content h2")).hasText("Accueil de Zoé");
        assertThat(page.locator(".secret")).hasCount(0); // told once
        button(page, "Composer l’aperçu").click();
        assertThat(page.locator("pre").first()).containsText("l’atelier de Zoé");
        Looks.picture(page, "first-agent-3-preview");
    }

    private static void addLine(Page page, Kamailio carrier) {
        page.getByText("Lignes téléphoniques").click();
        button(page, "Ajouter une ligne").click();
        page.getByLabel("Numéro").fill(NUMBER);
        page.getByLabel("Domaine SIP").fill("127.0.0.1:" + carrier.port());
        page.getByLabel("Utilisateur SIP").fill("gateway");
        page.getByLabel("Mot de passe").fill("gw-secret");
        Looks.picture(page, "first-agent-4-line");
        button(page, "Enregistrer").click();
        // by itself, without a reload
        assertThat(page.locator("tbody"))
                .containsText("enregistré", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS));
        Looks.picture(page, "first-agent-5-registered");
    }

    private static void explain(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Comptes SIP"))
                .click();
        page.getByLabel("Numéro appelé").fill(NUMBER);
        button(page, "Expliquer").click();
        assertThat(page.locator(".steps")).containsText("Accueil de Zoé");
        Looks.picture(page, "first-agent-6-explained");
    }

    private void call(RunningAllo allo, Kamailio carrier) throws Exception {
        Path phone = Files.createDirectory(folder.resolve("phone"));
        String address = "sip:" + NUMBER + "@127.0.0.1:" + carrier.port();
        try (var call = new KeyedCall(phone, CALLER, "PCMA/8000/1", allo, address)) {
            call.answer(1, List.of("9")); // English
            call.awaitAgentTurns(2);
            assertThat(call.conversation().toString()).contains("Accueil de Zoé");
            call.hangUp();
            call.awaitEndReason("caller-hangup");
            assertThat(call.voicedSeconds())
                    .as("what the agent said: %s", call.agentTurns())
                    .isGreaterThan(0.5);
        }
    }

    /** While the gateway knows an account it refuses callers without, and those would be the next test's. */
    private static void forget(AlloApi api) {
        for (JsonNode account : api.get(AlloService.SESSION_CONFIG_SERVICE, "/api/admin/sip-accounts")) {
            if (account.path("username").asText().equals("gateway")) {
                api.send(
                        "DELETE",
                        AlloService.SESSION_CONFIG_SERVICE,
                        "/api/admin/sip-accounts/" + account.path("id").asInt(),
                        "",
                        204);
            }
        }
        Awaitility.await("the gateway forgets the account")
                .atMost(SOON)
                .until(() -> !api.get(AlloService.SIP_GATEWAY, "/health").hasNonNull("sip_account"));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS);
    }
}
