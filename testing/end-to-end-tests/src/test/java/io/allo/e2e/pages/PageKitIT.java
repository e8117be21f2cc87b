// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import io.allo.e2e.browser.PageSite.Answer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every page gets from {@code libs/pages}, shown by its example page. */
class PageKitIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String ZOE = """
            {"accessToken":"token-%s","expiresIn":600,"user":{"id":"1","name":"Zoé","role":"owner","accountId":"7"}}""";
    private static final String THINGS = IntStream.range(0, 1_000)
            .mapToObj(n -> "{\"id\":%d,\"name\":\"Thing %d %s\",\"since\":\"2026-11-01T10:00:00Z\",\"good\":%s}"
                    .formatted(n, n, n == 3 ? HOSTILE : "", n % 2 == 0))
            .collect(Collectors.joining(",", "[", "]"));

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
        site = new PageSite(person, "libs/pages")
                .answer("POST /api/login", 200, ZOE.formatted("a"))
                .answer("POST /api/login/refresh", 401, "{\"error\":\"log in\"}")
                .answer("POST /api/logout", 204, "")
                .answer("GET /api/things", 200, THINGS);
    }

    @AfterEach
    void leave() {
        person.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aWrongPasswordIsSaidAndTheRightOneLeadsIn() {
        site.answer("POST /api/login", 401, "{\"error\":\"no\"}");
        Page page = open();
        assertThat(page.locator("#email")).isFocused();
        page.keyboard().type("zoe@example.org");
        page.keyboard().press("Tab");
        page.keyboard().type("wrong");
        page.keyboard().press("Enter");
        assertThat(page.locator("form [role=alert]")).containsText("inconnus");
        Looks.of(page, "kit-login");

        site.answer("POST /api/login", 200, ZOE.formatted("a"));
        page.keyboard().press("Enter");

        assertThat(page.locator("tbody tr")).hasCount(100);
        assertThat(page.locator("header")).containsText("Zoé");
        assertThat(page.locator("tbody")).containsText(HOSTILE);
        Looks.of(page, "kit-table");
        page.getByText("English").click();
        assertThat(page.locator("h1")).containsText("Example");
        page.getByText("Log out").click();
        assertThat(page.locator("#password")).isVisible();
        assertThat(site.asked("POST /api/logout")).hasSize(1);
    }

    @Test
    void theOtherPagesAreWhereThisServiceWasToldElseAtTheUsualPorts() {
        site.answer("POST /api/login/refresh", 200, ZOE.formatted("a"));
        site.answer("GET /pages/links.json", 200, "{\"config\":\"https://config.allo.example\"}");
        Page page = open();

        assertThat(page.locator("tbody tr")).hasCount(100);
        String addresses = (String) page.evaluate("""
                import('/pages/shell.js').then(({addressOf}) => JSON.stringify([
                  addressOf('cockpit', 'technician'),
                  addressOf('admin', 'cockpit', {config: 'https://config.allo.example'}, new URL('https://channels.allo.example/')),
                  addressOf('staff', 'cockpit', {config: 'https://config.allo.example'}, new URL('https://channels.allo.example/')),
                  addressOf('staff', 'cockpit', {}, new URL('http://host:8100/')),
                ]))""");

        assertThat(addresses)
                .isEqualTo(
                        "[\"/admin/cockpit\",\"https://config.allo.example/admin\",null,\"http://host:3100/staff/\"]");
        assertThat(site.asked("GET /pages/links.json")).hasSize(1);
    }

    @Test
    void aLateRefusalDoesNotWipeWhatIsBeingTyped() {
        Page page = open();
        page.locator("#email").fill("zoe@example.org");

        page.evaluate("import('/pages/api.js').then((api) => api.needLogin())");

        assertThat(page.locator("#email")).hasValue("zoe@example.org");
    }

    @Test
    void aThousandRowsAreSortedAndSearchedAtOnce() {
        site.answer("POST /api/login/refresh", 200, ZOE.formatted("a"));
        Page page = open();
        assertThat(page.locator("tbody tr")).hasCount(100);

        page.getByText("Afficher la suite (900)").click();
        page.getByText("Afficher la suite (400)").click();
        assertThat(page.locator("tbody tr")).hasCount(1_000);
        Locator head = page.locator("th[data-name=name] button");
        head.click();
        head.click();
        assertThat(page.locator("tbody tr").first()).containsText("Thing 999");
        page.getByLabel("Rechercher").fill("thing 77");
        assertThat(page.locator("tbody tr")).hasCount(19); // 77, 177 … 977 and 770 … 779
        page.getByLabel("Rechercher").fill("nowhere");
        assertThat(page.locator("tbody")).containsText("Aucun résultat");
    }

    @Test
    void removingAsksAndTheFocusComesBack() {
        site.answer("POST /api/login/refresh", 200, ZOE.formatted("a"))
                .answer("DELETE /api/things/0", 403, "{\"error\":\"forbidden\"}");
        Page page = open();
        Locator remove = page.locator("tbody tr").first().locator("button");

        remove.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog")).containsText("Supprimer Thing 0");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(remove).isFocused();
        assertThat(site.asked("DELETE /api/things/0")).isEmpty();
        page.keyboard().press("Enter");
        page.locator("dialog .strong").click();

        assertThat(page.locator(".toast.alarm")).containsText("Votre rôle ne le permet pas");
        assertThat(site.asked("DELETE /api/things/0")).hasSize(1);
        complaints.clear(); // the browser itself notes a 403
    }

    @Test
    void aTokenThatEndedIsRenewedAndTheCallRepeated() {
        var renewals = new AtomicInteger();
        site.answer("POST /api/login/refresh", request -> new Answer(200, ZOE.formatted(renewals.incrementAndGet())))
                .answer(
                        "GET /api/things",
                        request -> "Bearer token-1".equals(request.headerValue("authorization"))
                                ? new Answer(401, "{\"error\":\"expired\"}")
                                : new Answer(200, THINGS));
        Page page = open();

        assertThat(page.locator("tbody tr")).hasCount(100);
        assertThat(renewals).hasValue(2);
        assertThat(site.asked("POST /api/login/refresh"))
                .allSatisfy(request -> assertThat(request.body()).isEmpty());
    }

    @Test
    void aServiceThatIsAwayIsSaidAndTriedAgain() {
        site.answer("POST /api/login/refresh", 200, ZOE.formatted("a"))
                .answer("GET /api/things", 503, "{\"error\":\"later\"}");
        Page page = open();
        assertThat(page.locator(".waiting.failed")).containsText("later");
        Looks.of(page, "kit-failed");
        person.setOffline(true);
        assertThat(page.locator(".offline")).isVisible();
        person.setOffline(false);
        site.answer("GET /api/things", 200, "[]");

        page.getByText("Réessayer").click();

        assertThat(page.locator("tbody")).containsText("Rien à afficher");
        assertThat(page.locator(".offline")).isHidden();
        complaints.clear(); // the 503
    }

    private Page open() {
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(PageSite.ORIGIN + "/example");
        return page;
    }
}
