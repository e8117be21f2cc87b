// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The administration's page without its service: each section, hostile words in every field, and what is refused (C38, C40). */
class AdminPageIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String LOGIN = """
            {"accessToken":"t","expiresIn":600,"user":{"id":"u1","name":"Zoé","role":"%s","accountId":%s}}""";
    private static final String AGENT = """
            {"id":"%s","accountId":"a1","name":"%s","basePrompt":"%s","aiModel":"built-in","aiVoice":"sage","languages":["fr","en"],
             "ringTimeoutSeconds":1,"maxCallDurationSec":3600,"externalSessionUrl":null,"externalSessionKey":null,"transferNumber":null,
             "publicToken":"p","isActive":true,"temperature":0.7,"timezone":"Europe/Paris","vadThreshold":0.5,"vadSilenceMs":500,
             "chatEnabled":false,"config":{"note":"%s"}}""";
    private static final String TOOL = """
            {"id":"t1","name":"check_stock","description":"%s","type":"http_api","isEnabled":true,"contextUpdates":{},
             "parameters":{"type":"object","properties":{"wine":{"type":"string"}}},
             "http":{"method":"GET","url":"=https://x.example","headers":{"Authorization":"***"}}}""".formatted(HOSTILE);
    private static final String TRUNK = """
            {"id":1,"label":"%s","trunk_uri":"sip:u@sip.example.org","username":"u","has_password":true,"contact_transport":"udp",
             "is_default":true,"is_active":true,"account_id":"a1",
             "policy":{"preset":"ovh","register":true,"dialAllow":["+33"],"sources":[],"callerNumber":null,"region":"FR"},
             "registration":{"state":"%s","since":"2026-11-22T03:00:00Z","gateway":"g","status":403,"detail":"%s"}}""";

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
        site = new PageSite(person, "libs/pages", "session-config-service")
                .answer("GET /api/setup", 200, "{\"needed\":false}")
                .answer("GET /api/login/oidc/state", 200, "{\"enabled\":false}")
                .answer("POST /api/login/refresh", 200, LOGIN.formatted("owner", "\"a1\""))
                .answer("GET /api/agents", 200, "[" + agent("g1", HOSTILE) + "]")
                .answer("GET /api/agents/g1", 200, agent("g1", HOSTILE))
                .answer("GET /api/agents/g1/tools", 200, "[" + TOOL + "]")
                .answer("GET /api/agents/g1/mcp-servers", 200, "[]")
                .answer("GET /api/agents/g1/phone-lines", 200, """
                        [{"id":"l1","phoneNumber":"+33912345678","sipDomain":"sip.example.org","sipUsername":"u","sipTransport":"udp",
                          "hasSipPassword":true,"sipAccountId":1,"isActive":true}]""")
                .answer("GET /api/admin/sip-accounts", 200, "[" + TRUNK.formatted(HOSTILE, "rejected", HOSTILE) + "]")
                .answer("GET /api/admin/sip-accounts/presets", 200, "{\"ovh\":{},\"pbx\":{}}")
                .answer("GET /api/workflows", 200, """
                        [{"id":7,"slug":"support","version":2,"sip_account_id":1,"definition":[],"warnings":["%s"],
                          "voice_agent":{"model":"built-in","voice":null}}]""".formatted(HOSTILE))
                .answer("GET /api/knowledge", 200, """
                        [{"id":"d1","title":"%s","source":"prix.md","passages":3,"updatedAt":"2026-11-20T10:00:00Z"}]""".formatted(HOSTILE))
                .answer(
                        "GET /api/knowledge/questions",
                        200,
                        "[{\"id\":\"q\",\"question\":\"%s\",\"asked\":4}]".formatted(HOSTILE))
                .answer("GET /api/final-customers", 200, """
                        [{"id":"c1","accountId":"a1","name":"%s","email":null,"phone":"+33612340000","currency":"EUR",
                          "costMarginPct":null,"isActive":true}]""".formatted(HOSTILE))
                .answer("GET /api/users", 200, people(3))
                .answer("GET /api/account-keys", 200, """
                        [{"id":"k1","label":"%s","prefix":"allo_ab","isActive":true,"createdAt":"2026-11-20T10:00:00Z"}]""".formatted(HOSTILE))
                .answer("GET /api/ai-pricing", 200, """
                        {"version":3,"models":{"gpt-realtime":{"textInput":4,"audioInput":32},"nova-3":{}},"defaultMarginPct":30,
                         "telecomCostPerMin":0.008,"baseCurrency":"USD","exchangeRates":{"EUR":0.92}}""")
                .answer("GET /api/audit", 200, """
                        [{"id":9,"at":"2026-11-22T03:00:00Z","actor":"user:u1","action":"agent.changed","object":"agent:%s","fields":["name"]}]""".formatted(HOSTILE));
    }

    @AfterEach
    void leave() {
        person.close();
        assertThat(complaints).isEmpty();
    }

    private static String agent(String id, String name) {
        return AGENT.formatted(id, name, "Réponds " + HOSTILE, HOSTILE);
    }

    private static String people(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> """
                        {"id":"u%d","accountId":"a1","email":"p%d@example.org","name":"Personne %d %s","role":"staff","isActive":true,
                         "createdAt":"2026-11-20T10:00:00Z","lastLoginAt":null}""".formatted(n, n, n, n == 0 ? HOSTILE : ""))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private Page open(String place) {
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> complaints.add("hostile text ran: " + dialog.message()));
        page.navigate(PageSite.ORIGIN + "/admin" + place);
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void everySectionShowsHostileWordsAsWords() {
        for (String place : List.of(
                "#agents",
                "#agents/g1",
                "#agents/g1/settings",
                "#agents/g1/tools",
                "#agents/g1/lines",
                "#trunks",
                "#workflows",
                "#knowledge",
                "#customers",
                "#people",
                "#keys",
                "#audit")) {
            Page page = open(place);
            Locator content = page.locator(".content");
            if (place.endsWith("g1") || place.endsWith("settings")) {
                assertThat(page.locator("textarea").first()).hasValue(Pattern.compile("<img src=x"));
            } else {
                assertThat(content).containsText(HOSTILE);
            }
            assertThat(page.locator("img[src=x]")).hasCount(0);
            Looks.of(page, "admin" + place.replaceAll("[#/]", "-"));
            page.close();
        }
        Page prices = open("#prices");
        assertThat(prices.locator(".content")).containsText("gpt-realtime");
        assertThat(button(prices, "Modifier")).hasCount(0);
        Looks.of(prices, "admin-prices");
    }

    @Test
    void anAgentThatIsInUseIsNotDeletedAndItsNumbersAreNamed() {
        site.answer(
                "DELETE /api/agents/g1",
                409,
                "{\"error\":\"telephone lines lead to this agent, give them to another one first: +33912345678\"}");
        Page page = open("#agents/g1");
        button(page, "Supprimer").click();
        assertThat(page.locator("dialog")).containsText("ses conversations et leurs coûts restent");
        page.locator("dialog .strong").click();
        assertThat(page.locator(".toast.alarm")).containsText("Cet agent sert encore");
        assertThat(page.locator(".toast.alarm")).containsText("+33912345678");

        site.answer("DELETE /api/agents/g1", 204, "").answer("GET /api/agents", 200, "[]");
        button(page, "Supprimer").click();
        page.locator("dialog .strong").click();

        assertThat(page.locator(".content h2")).hasText("Agents");
        assertThat(site.asked("DELETE /api/agents/g1")).hasSize(2);
    }

    @Test
    void aFinalCustomerIsMadeChangedAndGivenAnAgent() {
        site.answer("POST /api/final-customers", 201, "{\"id\":\"c2\"}")
                .answer("PUT /api/final-customers/c1", 200, "{\"id\":\"c1\"}")
                .answer("PUT /api/agents/g1", 200, agent("g1", "Léa"));
        Page page = open("#customers");
        button(page, "Nouveau client").click();
        page.getByLabel("Nom").fill("Chez Zoé");
        page.getByLabel("Marge (%)").fill("30");
        page.locator("dialog .strong").click();
        assertThat(page.locator(".toast")).containsText("Enregistré");
        assertThat(site.asked("POST /api/final-customers").getFirst().body())
                .contains("\"name\":\"Chez Zoé\"", "\"costMarginPct\":30", "\"currency\":\"EUR\"");
        page.locator("tbody button").click();
        page.getByLabel("Monnaie").fill("CHF");
        page.locator("dialog .strong").click();
        page.waitForCondition(() -> site.asked("PUT /api/final-customers/c1").size() == 1);
        assertThat(site.asked("PUT /api/final-customers/c1").getFirst().body()).isEqualTo("{\"currency\":\"CHF\"}");

        page.navigate(PageSite.ORIGIN + "/admin#agents/g1/settings");
        page.getByLabel("Client final").selectOption("c1");
        button(page, "Enregistrer").click();
        page.waitForCondition(() -> site.asked("PUT /api/agents/g1").size() == 1);
        assertThat(site.asked("PUT /api/agents/g1").getFirst().body()).isEqualTo("{\"finalCustomerId\":\"c1\"}");
    }

    @Test
    void theFirstAdministratorIsMadeWithTheCode() {
        site.answer("GET /api/setup", 200, "{\"needed\":true}")
                .answer("POST /api/login/refresh", 401, "{\"error\":\"no\"}")
                .answer("POST /api/setup", 403, "{\"error\":\"this is not the setup code\"}")
                .answer("POST /api/login", 200, LOGIN.formatted("admin", "null"))
                .answer("GET /api/accounts", 200, "[]");
        Page page = open("");
        assertThat(page.locator("main h2")).hasText("Première mise en service");
        page.getByLabel("Code de mise en service").fill("AAAA-BBBB-CCCC-DDDD");
        page.getByLabel("Nom").fill("Anna");
        page.getByLabel("Adresse e-mail").fill("anna@example.org");
        page.getByLabel("Nouveau mot de passe").fill("correct horse 7");
        button(page, "Créer l’administrateur").click();
        assertThat(page.locator("main")).containsText("Ce n’est pas le code.");
        Looks.of(page, "admin-setup");

        site.answer("POST /api/setup", 201, "{\"id\":\"u1\"}");
        button(page, "Créer l’administrateur").click();

        assertThat(page.locator(".content h2")).hasText("Comptes");
        assertThat(site.asked("POST /api/setup")).hasSize(2);
        assertThat(site.asked("POST /api/login")).hasSize(1);
    }

    @Test
    void theProvidersButtonAndWhyItLedNowhereStandBelowThePassword() {
        site.answer("GET /api/login/oidc/state", 200, "{\"enabled\":true,\"label\":\"%s\"}".formatted(HOSTILE))
                .answer("POST /api/login/refresh", 401, "{\"error\":\"no\"}");
        Page page = open("?login=refused");
        Locator link = page.locator("form a");
        assertThat(link).hasText("Se connecter avec " + HOSTILE);
        assertThat(link).hasAttribute("href", "/api/login/oidc?to=/admin/");
        assertThat(page.locator("form")).containsText("Vous n’avez pas d’accès ici");
        Looks.of(page, "admin-login");
    }

    @Test
    void anAgentIsMadeLookedAtAndStoredAndWhatIsRefusedStandsBesideItsField() {
        site.answer(
                        "POST /api/agents",
                        400,
                        "{\"error\":\"aiModel: expected a model's name; languages: expected 1 to 10 languages\"}")
                .answer("GET /api/agents/g2", 200, agent("g2", "Léa"))
                .answer("PUT /api/agents/g2", 200, agent("g2", "Léa"))
                .answer("POST /api/agents/g2/preview", 200, """
                        {"composedBy":"agent","sessionUrl":null,"model":"built-in","voice":"sage","languages":["fr"],"prompt":"%s",
                         "greeting":"","tools":[{"name":"end_call","description":"%s","parameters":{}}],"context":{}}""".formatted(HOSTILE, HOSTILE));
        Page page = open("#agents");
        button(page, "Nouvel agent").click();
        page.getByLabel("Nom").fill("Léa");
        page.getByLabel("Consigne").fill("Sois brève.");
        button(page, "Créer").click();
        assertThat(page.locator("dialog")).containsText("expected a model's name");
        Looks.of(page, "admin-new-agent");

        site.answer(
                "POST /api/agents",
                201,
                agent("g2", "Léa").replace("\"isActive\"", "\"apiToken\":\"allo_secret\",\"isActive\""));
        button(page, "Créer").click();
        assertThat(page.locator(".content")).containsText("allo_secret");
        button(page, "Composer l’aperçu").click();
        assertThat(page.locator(".content")).containsText("Composée de la consigne");
        assertThat(page.locator("pre").first()).hasText(HOSTILE);
        Looks.of(page, "admin-preview");
        page.getByLabel("Consigne").fill("Sois très brève.");
        button(page, "Enregistrer").click();
        assertThat(page.locator(".toast")).hasText(Pattern.compile("Enregistré.*"));
        assertThat(site.asked("PUT /api/agents/g2"))
                .singleElement()
                .satisfies(put -> assertThat(put.body()).isEqualTo("{\"basePrompt\":\"Sois très brève.\"}"));
    }

    @Test
    void aToolIsTriedAndRequestAndAnswerAreShown() {
        site.answer("POST /api/agents/g1/preview", 200, """
                        {"composedBy":"agent","prompt":"","greeting":"","tools":[],"languages":[],"context":{"restaurant_id":"r1"}}""")
                .answer("POST /api/agents/g1/try-tool", 200, """
                        {"request":{"method":"GET","url":"https://x.example/%s","query":{},"headers":["Authorization"],"body":null},
                         "answer":{"status":200,"body":{"bottles":3}},"problem":null,"told":{"bottles":3},"contextUpdates":{},"millis":12}""".formatted(HOSTILE));
        Page page = open("#agents/g1/tools");
        button(page, "Essayer").click();
        Locator dialog = page.locator("dialog");
        assertThat(dialog.locator("textarea").nth(1)).hasValue(Pattern.compile("restaurant_id"));
        dialog.locator("textarea").first().fill("{\"wine\":");
        dialog.getByText("Essayer", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(dialog).containsText("Ce n’est pas du JSON");
        dialog.locator("textarea").first().fill("{\"wine\":\"Chablis\"}");
        dialog.getByText("Essayer", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(dialog).containsText("Réponse 200 en 12 ms");
        assertThat(dialog).containsText("\"Authorization\": \"***\"");
        Looks.of(page, "admin-try-tool");
        assertThat(site.asked("POST /api/agents/g1/try-tool"))
                .singleElement()
                .satisfies(tried -> assertThat(tried.body()).contains("Chablis", "restaurant_id"));
    }

    @Test
    void aTrunkIsMadeByItsPresetAndItsPasswordIsNeverShown() {
        site.answer("POST /api/admin/sip-accounts", 422, """
                        {"error":"x","errors":[{"field":"trunk_uri","message":"expected sip:user@host"},{"field":"policy.callerNumber","message":"%s"}]}""".formatted(HOSTILE))
                .answer("PATCH /api/admin/sip-accounts/1", 200, "{}")
                .answer("POST /api/admin/explain-call", 200, """
                        {"steps":[{"step":"sip-account","ok":true,"detail":"OVH"},{"step":"workflow","ok":false,"detail":"%s"}]}""".formatted(HOSTILE));
        Page page = open("#trunks");
        assertThat(page.locator("tbody")).containsText("refusé");
        button(page, "Nouveau compte SIP").click();
        Locator dialog = page.locator("dialog");
        dialog.getByLabel("Nom").fill("Maison");
        dialog.getByLabel("Opérateur", new Locator.GetByLabelOptions().setExact(true))
                .selectOption("pbx");
        dialog.getByLabel("Adresse", new Locator.GetByLabelOptions().setExact(true))
                .fill("nonsense");
        button(page, "Enregistrer").click();
        assertThat(dialog).containsText("expected sip:user@host");
        assertThat(dialog).containsText(HOSTILE);
        Looks.of(page, "admin-new-trunk");
        assertThat(site.asked("POST /api/admin/sip-accounts").getFirst().body())
                .contains("\"policy\":{\"preset\":\"pbx\"}")
                .doesNotContain("password");
        page.keyboard().press("Escape");

        page.locator("tbody").getByText("Modifier").click();
        assertThat(page.locator("input[type=password]")).hasValue("");
        page.getByLabel("Nom").fill("Autre");
        button(page, "Enregistrer").click();
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(site.asked("PATCH /api/admin/sip-accounts/1").getFirst().body())
                .contains("\"label\":\"Autre\"")
                .doesNotContain("policy", "password");

        page.getByLabel("Numéro appelé").fill("+33912345678");
        button(page, "Expliquer").click();
        assertThat(page.locator(".steps")).containsText("s’arrête ici");
        assertThat(page.locator(".steps")).containsText(HOSTILE);
    }

    @Test
    void aThousandPeopleAreSearchedAndARoleSeesWhatIsItsOwn() {
        site.answer("GET /api/users", 200, people(1_000));
        Page page = open("#people");
        assertThat(page.locator("tbody tr")).hasCount(100);
        page.getByLabel("Rechercher").fill("p777@");
        assertThat(page.locator("tbody tr")).hasCount(1);

        site.answer("POST /api/login/refresh", 200, LOGIN.formatted("viewer", "\"a1\""));
        Page viewer = open("#people");
        assertThat(viewer.locator(".content h2")).hasText("Agents");
        assertThat(viewer.locator(".sections a"))
                .hasText(new String[] {"Agents", "Scénarios", "Connaissances", "Clients finaux", "Tarifs"});
        assertThat(button(viewer, "Nouvel agent")).hasCount(0);
    }

    @Test
    void whatFailsSaysSoAndCanBeTriedAgain() {
        site.answer("GET /api/agents", 500, "{\"error\":\"internal error\"}");
        Page page = open("#agents");
        assertThat(page.locator(".waiting.failed")).containsText("internal error");
        site.answer("GET /api/agents", 200, "[]");
        button(page, "Réessayer").click();
        assertThat(page.locator("tbody")).containsText("créez le premier");
        page.getByText("English").click();
        assertThat(page.locator("tbody")).containsText("create the first one");
    }
}
