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
import io.allo.e2e.browser.Browser;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RouterReplica;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call at one router process and the supervisor at another one: each act, and the sound, go by Redis from one to the other. */
@ExtendWith(AlloStack.class)
class CockpitTwoRoutersIT {
    private static final double PATIENCE_MS = 30_000;
    private static final int FRAME_BYTES = 320;
    private static final int TWO_SECONDS_OF_FRAMES = 100;
    private static final String PASSWORD = "four-cheeses-please";

    private final List<BrowserContext> people = new ArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();

    @Test
    void aCallIsHeardWhisperedToJoinedTakenHandedBackAndEndedFromAnotherProcess(RunningAllo allo) throws Exception {
        String email = "boss-" + UUID.randomUUID() + "@pizzeria.example";
        new AlloApi(allo)
                .asService(
                        "POST",
                        AlloService.SESSION_CONFIG_SERVICE,
                        "/api/users",
                        """
                        {"accountId":"%s","email":"%s","name":"Zoé","role":"supervisor","password":"%s"}""".formatted(allo.demoAccount(), email, PASSWORD),
                        201);
        try (var other = RouterReplica.start(allo, "cockpit-other-router", Map.of());
                var browser = new Browser()) {
            other.awaitReady();
            Page boss = open(browser, other.at("/admin/cockpit").toString());
            boss.onWebSocket(socket -> socket.onFrameReceived(frame -> {
                if (frame.binary() != null && frame.binary().length == FRAME_BYTES) {
                    heard.incrementAndGet();
                }
            }));
            boss.locator("#email").fill(email);
            boss.locator("#password").fill(PASSWORD);
            boss.locator("form button").click();
            assertThat(boss.locator(".board .tile")).hasCount(8, count());
            Page caller = open(browser, allo.url(AlloService.CHANNEL_ROUTER) + "/demo/chat");
            caller.getByLabel("Parler", new Page.GetByLabelOptions().setExact(true))
                    .click();
            assertThat(caller.locator(".call"))
                    .hasAttribute(
                            "data-heard", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MS));

            steps(boss, caller);

            assertThat(complaints).isEmpty();
            people.forEach(BrowserContext::close);
        }
    }

    private void steps(Page boss, Page caller) {
        Locator card = boss.locator(".conversation", new Page.LocatorOptions().setHasText("Téléphone"))
                .first();
        card.getByText("Ouvrir").click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        Locator transcript = boss.locator(".panel .transcript");
        assertThat(transcript).containsText("Pizzeria Allô", containing());

        named(boss, "Écouter").click();
        assertThat(named(boss, "Ne plus écouter")).isVisible(visible());
        Awaitility.await("the caller is heard at the other process").untilAsserted(() -> {
            boss.waitForTimeout(200); // lets the browser's events in
            assertThat(heard).hasValueGreaterThan(TWO_SECONDS_OF_FRAMES);
        });

        boss.getByLabel("Souffler à l’agent").first().fill("Proposez le dessert");
        boss.keyboard().press("Enter");
        assertThat(boss.locator(".toast").last()).containsText("Soufflé à l’agent", containing());

        named(boss, "Se joindre").click();
        assertThat(boss.locator(".on-air")).containsText("l’appelant et l’agent", containing());
        named(boss, "Quitter l’appel").click();
        named(boss, "Prendre l’appel").click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        assertThat(boss.locator(".panel")).containsText("pris en main", containing());
        boss.getByLabel("Dire", new Page.GetByLabelOptions().setExact(true)).fill("Bonjour, ici Zoé.");
        boss.keyboard().press("Enter");
        assertThat(transcript).containsText("Bonjour, ici Zoé.", containing());
        named(boss, "Rendre à l’agent").click();
        assertThat(transcript).containsText("de nouveau avec l'assistant", containing());
        assertThat(caller.locator(".call .state")).containsText("En ligne");

        named(boss, "Mettre fin à l’appel").click();
        boss.locator("dialog").getByText("Oui").click();
        assertThat(caller.locator(".call")).containsText("Appel terminé.", containing());
        assertThat(boss.locator(".panel")).containsText("n’est plus en cours", containing());
    }

    private Page open(Browser browser, String address) {
        BrowserContext person = browser.person(1440, 900, "fr-FR", ColorScheme.LIGHT);
        person.grantPermissions(List.of("microphone"));
        people.add(person);
        Page page = person.newPage();
        page.onPageError(complaints::add);
        page.navigate(address);
        return page;
    }

    private static Locator named(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.HasCountOptions count() {
        return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.ContainsTextOptions containing() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }
}
