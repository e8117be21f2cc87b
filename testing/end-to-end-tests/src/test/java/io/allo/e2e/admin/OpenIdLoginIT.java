// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RouterReplica;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.provider.OpenIdServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Login by an OpenID provider as a person goes through it, with a browser: in, with the role that the provider says, and out again. */
@ExtendWith(AlloStack.class)
class OpenIdLoginIT {
    private static final double PATIENCE_MS = 20_000;

    @Test
    void theProviderLetsInAndSaysTheRoleAndIsLeftAtTheLogout(RunningAllo allo) throws Exception {
        String subject = "subject-" + UUID.randomUUID();
        try (var provider = new OpenIdServer(".*/api/login/oidc/callback").start();
                var config = RouterReplica.of(
                        AlloService.SESSION_CONFIG_SERVICE,
                        allo,
                        "oidc-config",
                        Map.of(
                                "ALLO_OIDC_ISSUER",
                                provider.issuer(),
                                "ALLO_OIDC_CLIENT_ID",
                                OpenIdServer.CLIENT,
                                "ALLO_OIDC_CLIENT_SECRET",
                                OpenIdServer.SECRET,
                                "ALLO_OIDC_LABEL",
                                "Example"));
                var browser = new Browser()) {
            provider.person(Map.of(
                    "sub",
                    subject,
                    "email",
                    subject + "@example.org",
                    "name",
                    "Ana du fournisseur",
                    "roles",
                    List.of("viewer"),
                    "allo_account",
                    allo.demoAccount()));
            config.awaitReady();
            BrowserContext person = browser.person(1200, 800, "fr-FR", ColorScheme.LIGHT);
            Page page = person.newPage();

            page.navigate(config.at("/admin/").toString());
            Looks.picture(page, "openid-login");
            page.getByText("Se connecter avec Example").click();

            var patience = new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
            assertThat(page.locator(".shell-header")).containsText("Ana du fournisseur", patience);
            assertThat(page.locator(".content h2")).hasText("Agents");
            assertThat(page.getByText("Nouvel agent")).hasCount(0); // a viewer changes nothing
            page.reload();
            assertThat(page.locator(".shell-header")).containsText("Ana du fournisseur", patience);

            page.getByText("Se déconnecter").click();
            page.waitForURL(url -> url.startsWith(provider.issuer() + "/logout"));
            assertThat(provider.loggedOut()).containsExactly(subject);
            page.navigate(config.at("/admin/").toString());
            assertThat(page.locator("#password")).isVisible();

            page.navigate(config.at("/api/login/oidc/callback?code=stolen&state=guessed")
                    .toString());
            assertThat(page.locator("form")).containsText("n’a pas abouti", patience);
            assertThat(provider.refusals()).isEmpty();
            person.close();
        }
    }
}
