// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.staff;

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
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the staff sees and does on {@code /staff/}. */
@ExtendWith(AlloStack.class)
class StaffPageIT {
    /** Of unread messages: what is marked as read keeps its place all the same. */
    private static final int MORE_THAN_ARE_SHOWN = 101;

    private static final double PATIENCE_MS = 20_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String PASSWORD = "four-cheeses-please";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private static Browser browser;
    private final List<BrowserContext> people = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String email = "staff-" + UUID.randomUUID() + "@pizzeria.example";
    private AlloApi api;
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
        api = new AlloApi(running);
        api.asService(
                "POST",
                AlloService.SESSION_CONFIG_SERVICE,
                "/api/users",
                """
                {"accountId":"%s","email":"%s","name":"Zoé","role":"staff","password":"%s"}""".formatted(allo.demoAccount(), email, PASSWORD),
                201);
    }

    @AfterEach
    void leave() {
        people.forEach(BrowserContext::close);
    }

    @Test
    void anOrderAppearsByItselfAndGoesItsWayToTheEnd() {
        Page page = loggedIn(1280, 900, "fr-FR", ColorScheme.LIGHT);
        JsonNode order = order(HOSTILE);

        Locator card = card(page, order);
        assertThat(card).isVisible(patience());
        assertThat(card).containsText("2 × Margherita");
        assertThat(card).containsText(HOSTILE); // as text
        assertThat(page.locator("#news")).containsText("n° " + number(order));
        screenshot(page, "staff-orders");
        for (String step : List.of("Préparer", "Prête", "Terminée")) {
            Locator button = card(page, order).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(step));
            if (step.equals("Préparer") && status(order).equals("pending")) {
                card(page, order).getByText("Confirmer").click();
            }
            button.click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        }

        assertThat(card(page, order)).hasCount(0, gone());
        assertThat(status(order)).isEqualTo("completed");
        page.locator("summary").click();
        assertThat(page.locator("details")).containsText("n° " + number(order), containing());
        assertThat(complaints).isEmpty();
    }

    @Test
    void cancellingAsksFirst() {
        Page page = loggedIn(1280, 900, "en-GB", ColorScheme.DARK);
        JsonNode order = order("Ana");
        Locator cancel = card(page, order).getByText("Cancel");

        cancel.click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        page.locator("dialog")
                .getByText("No", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(status(order)).isNotEqualTo("cancelled");
        cancel.click();
        page.locator("dialog").getByText("Yes").click();

        assertThat(card(page, order)).hasCount(0, gone());
        assertThat(status(order)).isEqualTo("cancelled");
        screenshot(page, "staff-dark");
    }

    @Test
    void theKitchensPlanShowsTheOrder() {
        JsonNode order = order("Lou");
        Page page = loggedIn(1280, 900, "fr-FR", ColorScheme.LIGHT);

        section(page, "Cuisine");

        assertThat(page.locator(".block").getByText("n° " + number(order)).first())
                .isVisible(patience());
        screenshot(page, "staff-kitchen");
    }

    @Test
    void aTableIsSeatedAMessageReadAndAQuestionAnswered() {
        String day = LocalDate.now(ZoneId.of("Europe/Paris")).plusDays(20).toString();
        String guest = "Guest " + UUID.randomUUID();
        table(day, guest);
        for (int i = 0; i < MORE_THAN_ARE_SHOWN; i++) {
            message("somebody else");
        }
        message(guest);
        question(guest);
        Page page = loggedIn(1280, 900, "fr-FR", ColorScheme.LIGHT);

        section(page, "Réservations");
        page.getByLabel("Jour").fill(day);
        Locator row = page.locator(".row", new Page.LocatorOptions().setHasText(guest));
        assertThat(row).containsText("4 personnes", containing());
        row.getByText("Installer").click();
        assertThat(row).containsText("À table", containing());
        screenshot(page, "staff-reservations");

        section(page, "Messages");
        Locator words = page.locator(".row", new Page.LocatorOptions().setHasText("Rappelez " + guest));
        words.getByText("Marquer comme lu").click(new Locator.ClickOptions().setTimeout(PATIENCE_MS));
        assertThat(words).containsText("Marquer comme non lu", containing());

        section(page, "Questions");
        Locator asked = page.locator(".row", new Page.LocatorOptions().setHasText("Chaise pour " + guest));
        asked.getByLabel("Réponse").fill("Oui, deux.");
        asked.getByText("Enregistrer la réponse").click();
        assertThat(asked).hasCount(0, gone());
        assertThat(api.get(
                                AlloService.TOOL_EXECUTOR_SERVICE,
                                "/api/faq?status=answered&restaurantId=" + allo.demoRestaurant())
                        .toString())
                .contains("Oui, deux.");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aWrongPasswordIsSaidAndTheKeyboardIsEnoughOnASmallScreen() {
        Page page = open(360, 640, "fr-FR", ColorScheme.LIGHT);
        page.keyboard().type(email);
        page.keyboard().press("Tab");
        page.keyboard().type("not-my-password");
        page.keyboard().press("Enter");
        assertThat(page.locator("form [role=alert]")).containsText("inconnus", containing());
        page.getByLabel("Mot de passe").fill("");
        page.getByLabel("Mot de passe").focus();
        page.keyboard().type(PASSWORD);
        page.keyboard().press("Enter");

        assertThat(page.locator("nav.sections")).isVisible(patience());
        assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(360);
        screenshot(page, "staff-small");
        page.reload();
        assertThat(page.locator("nav.sections")).isVisible(patience());
        page.getByText("Se déconnecter").click();
        assertThat(page.getByLabel("Mot de passe")).isVisible(patience());
        page.reload();
        assertThat(page.getByLabel("Mot de passe")).isVisible(patience());
    }

    private JsonNode order(String name) {
        return api.send(
                "POST",
                AlloService.TOOL_EXECUTOR_SERVICE,
                "/api/orders",
                """
                {"restaurantId":"%s","orderType":"pickup","customerName":"%s","customerPhone":"+33612340000",
                "items":[{"name":"Margherita","quantity":2,"unitPrice":9.50}]}""".formatted(allo.demoRestaurant(), name),
                201);
    }

    private void table(String day, String guest) {
        api.send(
                "POST",
                AlloService.TOOL_EXECUTOR_SERVICE,
                "/api/reservations",
                """
                {"restaurantId":"%s","customerName":"%s","customerPhone":"+33612340001","partySize":4,
                "reservationTime":"%sT20:00"}""".formatted(allo.demoRestaurant(), guest, day),
                201);
    }

    private void message(String guest) {
        api.send(
                "POST",
                AlloService.TOOL_EXECUTOR_SERVICE,
                "/api/messages",
                """
                {"restaurantId":"%s","content":"Rappelez %s","category":"callback_request"}""".formatted(allo.demoRestaurant(), guest),
                201);
    }

    private void question(String guest) {
        api.send(
                "POST",
                AlloService.TOOL_EXECUTOR_SERVICE,
                "/api/faq",
                """
                {"restaurantId":"%s","question":"Chaise pour %s ?"}""".formatted(allo.demoRestaurant(), guest),
                201);
    }

    private String status(JsonNode order) {
        for (JsonNode one : api.ordersOf("+33612340000")) {
            if (one.path("id").equals(order.path("id"))) {
                return one.path("status").asText();
            }
        }
        throw new AssertionError("the order is gone");
    }

    private static String number(JsonNode order) {
        return order.path("orderNumber").asText();
    }

    private static Locator card(Page page, JsonNode order) {
        return page.locator(".card[data-key=\"" + order.path("id").asText() + "\"]");
    }

    private static void section(Page page, String name) {
        page.locator("nav.sections").getByText(name).click();
    }

    private Page loggedIn(int width, int height, String language, ColorScheme colours) {
        Page page = open(width, height, language, colours);
        page.locator("#email").fill(email);
        page.locator("#password").fill(PASSWORD);
        page.locator("form button").click();
        assertThat(page.locator("nav.sections")).isVisible(patience());
        return page;
    }

    private Page open(int width, int height, String language, ColorScheme colours) {
        BrowserContext person = browser.person(width, height, language, colours);
        people.add(person);
        // Other tests of the account leave restaurants of their own: this one was looked at last.
        person.addInitScript("localStorage.setItem('allo-staff-restaurant', '%s')".formatted(allo.demoRestaurant()));
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401")) {
                complaints.add(message.text());
            }
        });
        page.navigate(allo.url(AlloService.TOOL_EXECUTOR_SERVICE) + "/staff/");
        assertThat(page.locator("#email")).isFocused();
        return page;
    }

    private static LocatorAssertions.IsVisibleOptions patience() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.HasCountOptions gone() {
        return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.ContainsTextOptions containing() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
