// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A support agent's visit, with nothing scripted: login, chat, a technician of one's own, the overview, the reload. */
@ExtendWith(AlloStack.class)
class TechnicianConsoleIT {
    private static final double PATIENCE_MS = 30_000;
    private static final String PASSWORD = "four-cheeses-please";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @Test
    @DisplayName("B1, B50, B66, B73: typed words are asked about, a technician is kept, all sessions are listed")
    void aVisit(RunningAllo allo) {
        String email = "support-" + UUID.randomUUID() + "@pizzeria.example";
        new AlloApi(allo)
                .asService(
                        "POST",
                        AlloService.SESSION_CONFIG_SERVICE,
                        "/api/users",
                        """
                        {"accountId":"%s","email":"%s","name":"Zoé","role":"technician","password":"%s"}""".formatted(allo.demoAccount(), email, PASSWORD),
                        201);
        String origin = allo.url(AlloService.CHANNEL_ROUTER);
        List<String> asked = new CopyOnWriteArrayList<>();
        try (var browser = new Browser()) {
            BrowserContext person = browser.person(1440, 900, "en-GB", ColorScheme.LIGHT);
            Page page = person.newPage();
            page.onRequest(request -> asked.add(request.url()));
            page.navigate(origin + "/demo/technician");
            logIn(page, email);

            say(page, "Bonjour");
            Locator question = page.locator(".message.bot").nth(1);
            assertThat(question).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
            assertThat(page.locator(".help-head .badge"))
                    .hasText("Direct", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
            say(page, "La caméra " + HOSTILE + " ne répond plus");
            assertThat(page.locator(".message.user").nth(1)).containsText(HOSTILE);

            String name = "Nora " + UUID.randomUUID();
            page.getByLabel("Modifier le technicien").click();
            page.locator("dialog input").first().fill(name);
            page.locator("dialog button.strong").click();
            assertThat(page.locator(".technician h2")).hasText(name, containing());
            page.reload();
            assertThat(page.locator(".technician"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
            assertThat(page.locator("#email")).hasCount(0); // nobody logs in twice

            page.getByText("Toutes les sessions").click();
            assertThat(page.locator("tbody")).containsText(HOSTILE, containingText());
            Looks.picture(page, "console-overview-real");
            person.close();
        }
        assertThat(asked).allMatch(url -> url.startsWith(origin));
    }

    private static void say(Page page, String words) {
        page.locator("#message").fill(words);
        page.locator("#message").press("Enter");
    }

    /** Only where the console is not open; the demo's may be. */
    private static void logIn(Page page, String email) {
        page.locator("#email, #call").first().waitFor();
        if (page.locator("#email").count() > 0) {
            page.locator("#email").fill(email);
            page.locator("#password").fill(PASSWORD);
            page.keyboard().press("Enter");
        }
        assertThat(page.locator("#message"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    private static LocatorAssertions.HasTextOptions containing() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.ContainsTextOptions containingText() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }
}
