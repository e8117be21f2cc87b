// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.staff;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
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

/** What an owner sees on {@code /admin/servers}. */
@ExtendWith(AlloStack.class)
class ServersPageIT {
    private static final double PATIENCE_MS = 20_000;
    private static final String PASSWORD = "four-cheeses-please";

    @Test
    @DisplayName("A109, A110: the page shows workers and agents, in both languages, and calls its own service only")
    void workersAndAgents(RunningAllo allo) {
        String email = "owner-" + UUID.randomUUID() + "@pizzeria.example";
        new AlloApi(allo)
                .asService(
                        "POST",
                        AlloService.SESSION_CONFIG_SERVICE,
                        "/api/users",
                        """
                        {"accountId":"%s","email":"%s","name":"Zoé","role":"owner","password":"%s"}""".formatted(allo.demoAccount(), email, PASSWORD),
                        201);
        List<String> asked = new CopyOnWriteArrayList<>();
        try (var browser = new Browser()) {
            BrowserContext person = browser.person(1000, 800, "fr-FR", ColorScheme.LIGHT);
            Page page = person.newPage();
            page.onRequest(request -> asked.add(request.url()));

            page.navigate(allo.url(AlloService.TOOL_EXECUTOR_SERVICE) + "/admin/servers");
            page.locator("#email").fill(email);
            page.locator("#password").fill(PASSWORD);
            page.locator("form button").click();

            var patience = new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
            assertThat(page.locator("main")).containsText("Serveur vocal en ligne", patience);
            // a router that another test has killed leaves the registry by itself
            assertThat(page.locator("table").nth(0).locator("tbody tr"))
                    .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(2 * PATIENCE_MS));
            assertThat(page.locator("table").nth(0).locator("tfoot")).containsText("Total");
            assertThat(page.locator("table").nth(1)).containsText("Pizzeria Allô");
            page.getByText("English").click();
            assertThat(page.locator("main")).containsText("Voice server online", patience);
            person.close();
        }
        assertThat(asked).allMatch(url -> url.startsWith(allo.url(AlloService.TOOL_EXECUTOR_SERVICE)));
    }
}
