// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.staff;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of tool-executor-service in every state: empty, a thousand rows, refused, away; light, dark, phone, both languages. */
class StaffLooksIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String NOW = "2026-11-22T10:00:00Z";
    private static final String ZOE = """
            {"accessToken":"t","expiresIn":600,"user":{"id":"1","name":"Zoé","role":"%s","accountId":%s}}""";

    private static Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private BrowserContext person;
    private PageSite site;

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
    void serve() {
        person = browser.person(1440, 900, "fr-FR", ColorScheme.LIGHT);
        site = new PageSite(person, "libs/pages", "tool-executor-service")
                .answer("POST /api/login/refresh", 200, ZOE.formatted("owner", "\"7\""))
                .answer("GET /api/restaurants", 200, """
                        [{"id":"r1","name":"Pizzeria %s","timezone":"Europe/Paris","currency":"EUR"},
                         {"id":"r2","name":"Chez Zoé","timezone":"Europe/Paris","currency":"EUR"}]""".formatted(HOSTILE))
                .answer("GET /api/orders", 200, "[]")
                .answer(
                        "GET /api/planning/timeline",
                        200,
                        "{\"anchorTime\":\"%s\",\"blocks\":[],\"slots\":[],\"orders\":[],\"externalLoads\":[]}"
                                .formatted(NOW))
                .answer("GET /api/reservations", 200, "[]")
                .answer("GET /api/messages", 200, "[]")
                .answer("GET /api/faq", 200, "[]");
    }

    @AfterEach
    void leave() {
        person.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void nothingToDoIsSaidInBothLanguages() {
        Page page = open("/staff/");

        assertThat(page.locator(".waiting.empty")).containsText("Aucune commande en cours");
        assertThat(page.locator(".shell-header nav a[aria-current]")).hasText("Équipe");
        Looks.of(page, "staff-empty");
        page.getByText("English").click();
        assertThat(page.locator(".waiting.empty")).containsText("No order in progress");
        page.locator("nav.sections").getByText("Questions").click();
        assertThat(page.locator(".waiting.empty:visible")).containsText("No question is waiting");
    }

    @Test
    void aThousandMessagesAndOrdersAreNoBurden() {
        site.answer("GET /api/messages", 200, many(n -> """
                {"id":"m%d","content":"Rappelez %s %d","category":"callback_request","isRead":false,"isUrgent":%s,
                 "callerName":"Ana","callerPhone":"+33612340000","createdAt":"%s"}""".formatted(n, HOSTILE, n, n == 0, NOW)))
                .answer(
                        "GET /api/orders",
                        request -> new PageSite.Answer(200, orders(request.url().contains("pending"))));
        Page page = open("/staff/");

        assertThat(page.locator(".board .card")).hasCount(100);
        assertThat(page.locator("nav.sections .count").first()).hasText("1000");
        Looks.of(page, "staff-many");
        page.locator("nav.sections").getByText("Messages").click();
        assertThat(page.locator(".row")).hasCount(100);
        assertThat(page.locator(".row").first()).containsText(HOSTILE);
        page.getByText("Afficher la suite (900)").click();
        assertThat(page.locator(".row")).hasCount(600);
        page.setViewportSize(390, 900);
        Looks.picture(page, "staff-messages-390");
    }

    @Test
    void whatIsRefusedOrAwayIsSaidAndTriedAgain() {
        site.answer("GET /api/orders", 503, "{\"error\":\"later\"}");
        Page page = open("/staff/");
        assertThat(page.locator(".waiting.failed")).containsText("later");
        Looks.of(page, "staff-failed");
        person.setOffline(true);
        assertThat(page.locator(".offline")).isVisible();
        person.setOffline(false);
        site.answer("GET /api/orders", 200, "[]");

        page.getByText("Réessayer").click();

        assertThat(page.locator(".waiting.empty")).containsText("Aucune commande");
        assertThat(page.locator(".offline")).isHidden();
        site.answer("GET /api/restaurants", 403, "{\"error\":\"no\"}");
        page.reload();
        assertThat(page.locator(".waiting.failed")).containsText("Votre rôle ne le permet pas");
        complaints.clear(); // the browser itself notes 503 and 403
    }

    @Test
    void anAdministratorOfTheInstallationChoosesAnAccount() {
        site.answer("POST /api/login/refresh", 200, ZOE.formatted("admin", "null"))
                .answer("GET /api/login/accounts", 200, "[{\"id\":\"a1\",\"name\":\"Pizzeria\"}]");
        Page page = open("/staff/");
        assertThat(page.locator(".waiting.empty")).containsText("Choisir un compte");
        assertThat(site.asked("GET /api/restaurants")).isEmpty();

        page.getByLabel("Compte").selectOption("a1");

        assertThat(page.locator("nav.sections")).isVisible();
    }

    @Test
    void workersAndAgentsAreTables() {
        String workers = many(
                n -> "{\"workerId\":\"w%d\",\"host\":\"h\",\"port\":1,\"activeCalls\":1,\"maxCalls\":2}".formatted(n));
        site.answer("GET /api/admin/servers", 200, """
                {"serverOnline":true,"workers":%s,"agents":[{"name":"%s","transportType":"sip_bridge","isActive":true}]}""".formatted(workers, HOSTILE));
        Page page = open("/admin/servers/");

        assertThat(page.locator("main")).containsText("Serveur vocal en ligne");
        assertThat(page.locator("table").nth(0).locator("tbody tr")).hasCount(100);
        assertThat(page.locator("tfoot td").nth(2)).hasText("1\u202f000");
        assertThat(page.locator("table").nth(1)).containsText(HOSTILE);
        assertThat(page.locator(".shell-header nav a[aria-current]")).hasText("Serveurs");
        Looks.of(page, "servers");
        site.answer("GET /api/admin/servers", 200, "{\"serverOnline\":false,\"workers\":[],\"agents\":[]}");
        page.reload();
        assertThat(page.locator("main")).containsText("Serveur vocal injoignable");
        assertThat(page.locator("table").nth(0)).containsText("Aucun");
    }

    private static String orders(boolean open) {
        return open ? many(n -> """
                {"id":"o%d","orderNumber":%d,"status":"pending","orderType":"pickup","customerName":"Ana %s","total":19.5,
                 "estimatedReadyAt":"%s","createdAt":"%s","items":[{"quantity":2,"name":"Margherita","selectedOptions":[]}]}""".formatted(n, n, HOSTILE, NOW, NOW)) : "[]";
    }

    private static String many(IntFunction<String> one) {
        return IntStream.range(0, 1_000).mapToObj(one).collect(Collectors.joining(",", "[", "]"));
    }

    private Page open(String path) {
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(PageSite.ORIGIN + path);
        return page;
    }
}
