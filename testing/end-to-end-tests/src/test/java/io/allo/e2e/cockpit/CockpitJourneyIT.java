// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.cockpit;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Axe;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two browsers and the whole stack: somebody calls or writes in one, a supervisor sees it and steps in, in the other. */
@ExtendWith(AlloStack.class)
class CockpitJourneyIT {
    private static final double PATIENCE_MS = 30_000;
    private static final String PASSWORD = "four-cheeses-please";

    private static Browser browser;
    private final List<BrowserContext> people = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String email = "boss-" + UUID.randomUUID() + "@pizzeria.example";
    private RunningAllo allo;

    @BeforeAll
    static void launch() {
        browser = new Browser();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void hire(RunningAllo running) {
        allo = running;
        new AlloApi(running)
                .asService(
                        "POST",
                        AlloService.SESSION_CONFIG_SERVICE,
                        "/api/users",
                        """
                        {"accountId":"%s","email":"%s","name":"Zoé","role":"supervisor","password":"%s"}""".formatted(allo.demoAccount(), email, PASSWORD),
                        201);
    }

    @AfterEach
    void leave() {
        people.forEach(BrowserContext::close);
    }

    @Test
    void aCallIsHeardTakenHandedBackAndEnded() {
        Page boss = cockpit();
        Page caller = open("/demo/chat", 500, 800);
        caller.getByLabel("Parler", new Page.GetByLabelOptions().setExact(true)).click();
        assertThat(caller.locator(".call"))
                .hasAttribute(
                        "data-heard", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MS));

        Locator card = boss.locator(".conversation", new Page.LocatorOptions().setHasText("Téléphone"))
                .first();
        assertThat(card).isVisible(patience());
        card.getByText("Ouvrir").click();
        Locator transcript = boss.locator(".panel .transcript");
        assertThat(transcript).containsText("Pizzeria Allô", containing());
        named(boss, "Écouter").click();
        assertThat(named(boss, "Ne plus écouter")).isVisible(patience());
        Looks.picture(boss, "cockpit-real");

        named(boss, "Prendre l’appel").click();
        assertThat(boss.locator(".on-air")).isVisible(patience());
        assertThat(boss.locator(".panel")).containsText("pris en main", containing());
        boss.getByLabel("Dire", new Page.GetByLabelOptions().setExact(true))
                .fill("Bonjour, ici Zoé <b>en personne</b>.");
        boss.keyboard().press("Enter");
        assertThat(transcript).containsText("Bonjour, ici Zoé <b>en personne</b>.", containing());
        assertThat(transcript.locator(".human")).hasCount(1);
        assertThat(boss.locator(".toast")).hasCount(0, count());
        Looks.picture(boss, "cockpit-real-taken");
        Axe.check(boss);

        boss.reload(); // the call stays hers
        assertThat(boss.locator(".on-air")).isVisible(patience());
        boss.getByLabel("Résumé pour l’agent (facultatif)").fill("Elle offre le dessert");
        named(boss, "Rendre à l’agent").click();
        assertThat(transcript).containsText("de nouveau avec l'assistant", containing());
        assertThat(caller.locator(".call .state")).containsText("En ligne");

        named(boss, "Mettre fin à l’appel").click();
        boss.locator("dialog").getByText("Oui").click();
        assertThat(caller.locator(".call")).containsText("Appel terminé.", containing());
        assertThat(boss.locator(".panel")).containsText("n’est plus en cours", containing());

        boss.locator("[data-tab=history]").click();
        boss.getByLabel("Mots, numéro ou agent").fill("en personne");
        boss.keyboard().press("Enter");
        boss.locator("tbody tr button").first().click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        assertThat(boss.locator(".transcript")).containsText("ici Zoé <b>en personne</b>", containing());
        assertThat(complaints).isEmpty();
    }

    @Test
    void aChatIsTakenAnsweredAndHandedBack() {
        Page boss = cockpit();
        Page visitor = open("/demo/chat", 900, 800);
        assertThat(visitor.locator(".bubble.agent.done")).hasCount(1, count());
        String words = "Bonjour " + UUID.randomUUID();
        say(visitor, words);
        Locator card = boss.locator(".conversation", new Page.LocatorOptions().setHasText("Web"))
                .first();
        assertThat(card).isVisible(patience());
        card.getByText("Ouvrir").click();
        assertThat(boss.locator(".panel .transcript")).containsText(words, containing());

        named(boss, "Prendre la conversation").click();
        boss.getByLabel("Répondre").fill("Ici Zoé <i>elle-même</i>");
        named(boss, "Envoyer").click();
        assertThat(visitor.locator(".bubble", new Page.LocatorOptions().setHasText("Ici Zoé <i>elle-même</i>")))
                .isVisible(patience());
        named(boss, "Rendre à l’agent").click();
        assertThat(named(boss, "Prendre la conversation")).isVisible(patience());
        int before = visitor.locator(".bubble").count();
        say(visitor, "Quels sont vos horaires ?");
        assertThat(visitor.locator(".bubble")).hasCount(before + 2, count());
        assertThat(complaints).isEmpty();
    }

    private Page cockpit() {
        Page page = open("/admin/cockpit", 1440, 900);
        page.locator("#email").fill(email);
        page.locator("#password").fill(PASSWORD);
        page.locator("form button").click();
        assertThat(page.locator(".board .tile")).hasCount(8, count());
        assertThat(page.locator(".trunks")).not().containsText("inconnues"); // the gateway was asked
        return page;
    }

    private Page open(String path, int width, int height) {
        BrowserContext person = browser.person(width, height, "fr-FR", ColorScheme.LIGHT);
        person.grantPermissions(List.of("microphone"));
        people.add(person);
        Page page = person.newPage();
        page.onPageError(complaints::add);
        page.onDialog(dialog -> complaints.add("a dialog: " + dialog.message()));
        page.navigate(allo.url(AlloService.CHANNEL_ROUTER) + path);
        return page;
    }

    private static void say(Page page, String words) {
        page.locator("textarea").fill(words);
        page.locator("textarea").press("Enter");
    }

    private static Locator named(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.IsVisibleOptions patience() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.HasCountOptions count() {
        return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.ContainsTextOptions containing() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }
}
