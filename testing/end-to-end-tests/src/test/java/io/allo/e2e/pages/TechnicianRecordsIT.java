// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Technicians and sites on record, all sessions and their figures, and the account they belong to. */
class TechnicianRecordsIT extends TechnicianVisit {
    @Test
    @DisplayName("B66, B67, B68, B69, B76: recorded technicians: choose, edit, reload, earlier calls, hints, PDF")
    void recorded() {
        String site = """
                {"id":"s1","client":"Pharmacie %s","since":"2020-01-02","installer":"I","subscription":"Pro","cameras":2,"last_incident":"","notes":"",
                "equipment":[{"name":"Caméra","quantity":2,"kind":"camera"}]}""".formatted(HOSTILE);
        String technicians = """
                {"technicians":[{"id":"t1","name":"Ana Lopez","experience_years":1,"location":"Lille","phone_number":"+33611111111","arrival":"9:00","site":%s},
                {"id":"t2","name":"Bo","experience_years":3,"location":"Brest","phone_number":"","arrival":"","site":null}]}""".formatted(site);
        this.site
                .answer("GET /api/console/technicians", 200, technicians)
                .answer(
                        "GET /api/console/sites/s1/calls",
                        200,
                        "{\"calls\":[{\"session_id\":\"x\",\"technician_name\":\"Ana\",\"started_at\":\"2026-11-20T10:00:00Z\",\"duration_seconds\":125,\"solutions\":2,\"helpful\":1}]}")
                .answer(
                        "GET /api/console/sites/s1/hints",
                        200,
                        "{\"hints\":[{\"kind\":\"repeated\",\"issue\":\"error\",\"count\":3,\"last_at\":\"2026-11-20T10:00:00Z\"},{\"kind\":\"helped\",\"title\":\"Câble PoE\",\"content\":\"1. Rebrancher\",\"last_at\":\"2026-11-20T10:00:00Z\"}]}")
                .answer("POST /api/console/sites/s1/reload", 200, site.replace("\"quantity\":2", "\"quantity\":5"))
                .answer(
                        "PUT /api/console/technicians/t1",
                        200,
                        "{\"id\":\"t1\",\"name\":\"Ana Lopez\",\"experience_years\":1,\"location\":\"Roubaix\",\"phone_number\":\"+33611111111\",\"arrival\":\"9:00\",\"site\":"
                                + site + "}");
        open();

        assertThat(page.locator(".technician h2")).hasText("Ana Lopez");
        assertThat(page.locator("#phone")).hasValue("+33611111111");
        assertThat(page.locator(".site")).containsText("Pharmacie " + HOSTILE);
        assertThat(page.locator(".earlier")).containsText("02:05");
        assertThat(page.locator(".earlier")).containsText("Résolu");
        assertThat(page.locator(".hint-card").first()).containsText("« erreur » revient souvent sur ce site : 3 fois");
        assertThat(page.locator(".hint-card").last()).containsText("Déjà utile ici : Câble PoE");
        page.locator("#reload").click();
        assertThat(page.locator(".equipment li")).containsText("× 5");
        page.getByLabel("Modifier le technicien").click();
        page.getByLabel("Localisation").fill("Roubaix");
        looks("technician-edit");
        page.getByLabel("Localisation").press("Enter");
        assertThat(page.locator(".technician dl")).containsText("Roubaix");
        page.getByLabel("Technicien", new Page.GetByLabelOptions().setExact(true))
                .selectOption("t2");
        assertThat(page.locator(".technician h2")).hasText("Bo");
        push("{\"type\":\"suggestion\",\"suggestion\":" + solution(1, "Première", 0.6) + "}");
        assertThat(page.locator("#pdf")).isVisible();
        looks("technician-recorded");
    }

    @Test
    @DisplayName("B66: the example becomes a record of one's own with the first change")
    void theExampleIsKept() {
        site.answer("POST /api/console/sites", 201, "{\"id\":\"s9\"}")
                .answer("GET /api/console/sites/s9/calls", 200, "{\"calls\":[]}")
                .answer("GET /api/console/sites/s9/hints", 200, "{\"hints\":[]}")
                .answer(
                        "POST /api/console/technicians",
                        201,
                        "{\"id\":\"t9\",\"name\":\"Nora\",\"experience_years\":2,\"location\":\"Nice\",\"phone_number\":\"\",\"arrival\":\"\",\"site\":{\"id\":\"s9\",\"client\":\"C\",\"equipment\":[]}}");
        open();
        page.getByLabel("Modifier le technicien").click();
        page.locator("dialog input").first().fill("Nora");
        page.locator("dialog button.strong").click();

        assertThat(page.locator(".technician h2")).hasText("Nora");
        assertThat(site.asked("POST /api/console/sites").getFirst().body()).contains("Pharmacie des Terreaux");
        assertThat(site.asked("POST /api/console/technicians").getFirst().body())
                .contains("\"site_id\":\"s9\"");
    }

    @Test
    @DisplayName("B73, B75: all sessions and what they come to, with charts")
    void overview() {
        String sessions = IntStream.range(0, 1_000)
                .mapToObj(n -> """
                        {"session_id":"session-%d","status":"active","running":%s,"technician_name":"Karim %d","client":"%s","started_at":"2026-11-2%dT10:00:00Z",
                        "duration_seconds":%d,"issue":"error","segments":12,"solutions":%d,"last_text":"La caméra clignote"}""".formatted(n, n < 3, n, n == 0 ? HOSTILE : "Pharmacie", n % 3, n, n % 2))
                .collect(Collectors.joining(",", "{\"sessions\":[", "]}"));
        String days = IntStream.range(1, 29)
                .mapToObj(n ->
                        "{\"day\":\"2026-11-%02d\",\"sessions\":%d,\"resolved\":%d}".formatted(n, 3 + n % 7, n % 4))
                .collect(Collectors.joining(",", "[", "]"));
        site.answer("GET /api/console/sessions", 200, sessions)
                .answer("GET /api/console/analytics", 200, """
                        {"sessions":180,"calls":120,"with_solution":150,"resolved":96,"resolution_rate":0.5333,"time_to_solution":{"median_seconds":21.4,"p95_seconds":80},
                        "feedback":{"helpful":96,"not_helpful":12,"none":40},"days":%s,"issues":[{"issue":"error","sessions":80},{"issue":"%s","sessions":20}]}""".formatted(days, HOSTILE));
        page = person.newPage();
        page.onPageError(complaints::add);
        page.navigate(PageSite.ORIGIN + "/demo/technician/overview");

        assertThat(page.locator(".tile").nth(1)).containsText(Pattern.compile("53\\s%"));
        assertThat(page.locator(".tile").nth(2)).containsText("21,4 s");
        assertThat(page.locator(".chart rect.whole")).hasCount(28);
        assertThat(page.locator(".shares li").nth(1)).containsText(HOSTILE);
        assertThat(page.locator("tbody tr")).hasCount(100);
        assertThat(page.locator("tbody tr").first()).containsText(HOSTILE);
        assertThat(page.locator("tbody tr").first().locator(".badge")).hasText("En cours");
        Looks.of(page, "technician-overview");
    }

    @Test
    @DisplayName("B74: an administrator of the installation chooses for which account he works")
    void anAdministratorChoosesTheAccount() {
        site.answer("GET /demo/console-settings", 200, "{\"open\":false,\"calls\":true}")
                .answer(
                        "POST /api/login/refresh",
                        200,
                        "{\"accessToken\":\"t\",\"expiresIn\":600,\"user\":{\"id\":\"1\",\"name\":\"Root\",\"role\":\"admin\",\"accountId\":null}}")
                .answer(
                        "GET /api/cockpit/accounts",
                        200,
                        "[{\"id\":\"a1\",\"name\":\"Un\"},{\"id\":\"a2\",\"name\":\"Deux %s\"}]".formatted(HOSTILE))
                .answer(
                        "GET /api/console/technicians",
                        request -> new PageSite.Answer(
                                "a2".equals(request.headerValue("x-allo-account")) ? 200 : 400,
                                "{\"technicians\":[]}"));
        page = person.newPage();
        page.navigate(PageSite.ORIGIN + "/demo/technician");
        assertThat(page.locator("#call")).hasCount(0);

        page.getByLabel("Compte").selectOption("a2");

        assertThat(page.locator("#call")).isEnabled();
        page.waitForCondition(() -> !fromPage.isEmpty());
        assertThat(fromPage.getFirst()).isEqualTo("{\"type\":\"token\",\"token\":\"t\",\"accountId\":\"a2\"}");
    }
}
