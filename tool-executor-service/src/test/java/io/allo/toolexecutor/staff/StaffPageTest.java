// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.staff;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.testkit.sip.PeerProgram;
import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.session.StubLogins;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the staff sees and does on {@code /staff/}, in a real browser. */
@QuarkusTest
class StaffPageTest {
    private static Playwright playwright;
    private static com.microsoft.playwright.Browser chromium;

    @TestHTTPResource("/staff/")
    URI address;

    private final List<String> complaints = new ArrayList<>();
    private String restaurant;

    @BeforeAll
    static void launch() {
        var executable = PeerProgram.require("chromium");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setChromiumSandbox(false)); // CI runs as root
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void aRestaurant() {
        restaurant = UUID.randomUUID().toString();
        Demo.imported(
                        restaurant,
                        "{\"accountId\":\"%s\",\"name\":\"Chez %s\"}"
                                .formatted(StubLogins.ACCOUNT_OF_STAFF, restaurant.substring(0, 8)))
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName(
            "deliverable 10: login, the order of a call appears by itself, its status is changed here and followed there")
    void ordersOfTheDay() {
        Page page = loggedIn(1100, "fr-FR", ColorScheme.LIGHT);
        assertThat(page.locator("main")).hasText("Rien pour le moment.");

        String order = order();

        Locator card = page.locator("[data-order='1']");
        assertThat(card).containsText("Pizza <b>du chef</b>");
        assertThat(card).hasAttribute("data-status", "pending");
        card.getByText("Confirmer").click();
        assertThat(card).hasAttribute("data-status", "confirmed");
        staff(Map.of("id", order, "status", "preparing"), "orders");
        assertThat(card).containsText("en préparation");
        assertThat(complaints).isEmpty();
    }

    @Test
    void kitchenMessagesQuestionsAndReservationsInEnglishByKeyboard() {
        order();
        account()
                .body(Map.of("restaurantId", restaurant, "content", "<img src=x onerror=alert(1)>", "isUrgent", true))
                .post("/api/messages");
        account()
                .body(Map.of("restaurantId", restaurant, "question", "Une terrasse ?"))
                .post("/api/faq");
        Page page = loggedIn(1100, "en-GB", ColorScheme.DARK);

        page.getByRole(AriaRole.TAB).getByText("Orders of the day").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.getByRole(AriaRole.IMG)).hasCount(4);
        assertThat(page.locator("main")).containsText("#1");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("main")).hasText("Nothing for the moment.");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("main")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("main")).containsText("Urgent");
        page.getByText("Mark as read").click();
        assertThat(page.locator("main")).hasText("Nothing for the moment.");
        page.getByRole(AriaRole.TAB).getByText("Unanswered questions").click();
        page.getByLabel("Answer").fill("Oui, dans la cour.");
        page.getByText("Save").click();
        assertThat(page.locator("main")).hasText("Nothing for the moment.");
        String answered =
                account().get("/api/faq?restaurantId=" + restaurant).jsonPath().getString("[0].answer");
        assertThat(answered).isEqualTo("Oui, dans la cour.");
        assertThat(complaints).isEmpty();
    }

    @Test
    void nothingIsWiderThanASmallTelephoneAndAReloadStaysLoggedIn() {
        order();
        Page page = loggedIn(360, "fr-FR", ColorScheme.DARK);

        for (String tab :
                List.of("Cuisine", "Réservations", "Messages", "Questions sans réponse", "Commandes du jour")) {
            page.getByRole(AriaRole.TAB).getByText(tab).click();
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(tab)
                    .isTrue();
        }
        page.reload();
        assertThat(page.getByRole(AriaRole.TAB)).hasCount(5);
        page.getByText("English").click();
        assertThat(page.getByText("Log out")).isVisible();
        page.getByText("Log out").click();
        assertThat(page.getByLabel("Password")).isVisible();
        page.reload();
        assertThat(page.getByLabel("Password")).isVisible();
    }

    @Test
    void aWrongPasswordIsSaidAndNothingIsShown() {
        Page page = open(1100, "en-GB", ColorScheme.LIGHT);
        page.getByLabel("E-mail address").fill(StubLogins.STAFF);
        page.getByLabel("Password").fill("wrong");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Unknown address or password.");
        assertThat(page.getByRole(AriaRole.TAB)).hasCount(0);
    }

    private Page loggedIn(int width, String language, ColorScheme colours) {
        Page page = open(width, language, colours);
        page.locator("[name=email]").fill(StubLogins.STAFF);
        page.locator("[name=password]").fill(StubLogins.PASSWORD);
        page.keyboard().press("Enter");
        page.locator("select").selectOption(restaurant);
        return page;
    }

    private Page open(int width, String language, ColorScheme colours) {
        Page page = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, 800)
                        .setLocale(language)
                        .setColorScheme(colours))
                .newPage();
        page.onPageError(complaints::add);
        page.navigate(address.toString());
        return page;
    }

    private String order() {
        Map<String, Object> body = new HashMap<>(Demo.order());
        body.put("restaurantId", restaurant);
        body.put("item_map", Map.of("4", Map.of("id", "x", "name", "Pizza <b>du chef</b>")));
        return account()
                .body(body)
                .post("/api/ai/tools/confirm-order")
                .jsonPath()
                .getString("order_id");
    }

    private static void staff(Map<String, ?> change, String what) {
        account().body(change).patch("/api/" + what).then().statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification account() {
        return Demo.service().header("X-Allo-Account", StubLogins.ACCOUNT_OF_STAFF);
    }
}
