// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.cockpit;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cockpit's page and a service that says what the test wants. */
class CockpitPageIT {
    private static Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<JsonObject> told = new CopyOnWriteArrayList<>();
    private volatile @Nullable WebSocketRoute socket;
    private volatile String live = Samples.live(
            Samples.card("c1", "voice", "agent", Samples.HOSTILE), Samples.card("c2", "web", "waiting", "Bonjour"));
    private volatile @Nullable String refusal;
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
        person.grantPermissions(List.of("microphone"));
        site = new PageSite(person, "libs/pages", "channel-router")
                .answer("POST /api/login/refresh", 200, Samples.LOGIN.formatted("supervisor"))
                .answer("POST /api/logout", 204, "")
                .answer("GET /api/cockpit/wallboard", 200, Samples.BOARD)
                .answer("GET /api/inbox", 200, "{\"conversations\":[" + Samples.item() + "]}")
                .answer(
                        "GET /api/inbox/w1",
                        200,
                        "{\"conversation\":" + Samples.item() + ",\"messages\":[" + Samples.message() + "]}")
                .answer("POST /api/inbox/w1/read", 204, "")
                .answer("GET /api/cockpit/history", 200, Samples.history())
                .answer("GET /api/conversations/h1", 200, Samples.conversation())
                .answer("GET /api/cockpit/conversations/h1/ladder", 200, Samples.ladder())
                .socket(person, "/api/cockpit/ws", this::serve);
    }

    @AfterEach
    void leave() {
        person.unrouteAll();
        person.close();
        assertThat(complaints).isEmpty();
    }

    private void serve(WebSocketRoute route) {
        socket = route;
        route.onMessage(frame -> {
            if (frame.binary() != null) {
                return; // sound: only with the real service, a worklet does not ask this site
            }
            JsonObject said = JsonParser.parseString(frame.text()).getAsJsonObject();
            String type = said.get("type").getAsString();
            if (type.equals("token")) {
                route.send("{\"type\":\"ready\",\"name\":\"Zoé\",\"leads\":true}");
                route.send(live);
            } else if (type.equals("follow")) {
                route.send("{\"type\":\"lines\",\"conversation\":" + said.get("conversation") + ",\"lines\":["
                        + Samples.line("turn-0", "user", Samples.HOSTILE) + ","
                        + Samples.line("turn-1", "agent", "Je vous écoute.") + "]}");
            } else if (said.has("ref")) {
                String act = type.equals("hand-back") ? "leave" : type;
                route.send(
                        refusal == null
                                ? "{\"type\":\"done\",\"act\":\"%s\",\"ref\":%s}".formatted(act, said.get("ref"))
                                : "{\"type\":\"refused\",\"code\":\"%s\",\"ref\":%s}"
                                        .formatted(refusal, said.get("ref")));
            }
            told.add(said);
        });
    }

    private Page open(String hash) {
        Page page = person.newPage();
        page.onPageError(complaints::add);
        page.onDialog(dialog -> complaints.add("a dialog: " + dialog.message()));
        page.navigate(PageSite.ORIGIN + "/admin/cockpit" + hash);
        return page;
    }

    private static Locator named(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator labelled(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** What the page says is seen only while the browser is asked something. */
    private void said(Page page, String type) {
        page.waitForCondition(() ->
                told.stream().anyMatch(one -> one.get("type").getAsString().equals(type)));
    }

    @Test
    void theWallboardAndTheCardsShowWhatGoesOn() {
        Page page = open("");
        assertThat(page.locator(".conversation")).hasCount(2);
        assertThat(page.locator(".board")).containsText("97 %");
        assertThat(page.locator(".board")).containsText("780 / 1");
        assertThat(page.locator(".trunks")).containsText("injoignable");
        assertThat(page.locator("[data-id=c1]")).containsText(Samples.HOSTILE);
        assertThat(page.locator("[data-id=c1] .clock")).containsText("01:1");
        Looks.of(page, "cockpit-live");

        socket.send("{\"type\":\"live\",\"whole\":false,\"gone\":[\"c2\"],\"conversations\":["
                + Samples.card("c1", "voice", "held", "Merci") + "]}");
        assertThat(page.locator(".conversation")).hasCount(1);
        assertThat(page.locator("[data-id=c1]")).containsText("Merci");
        socket.send("{\"type\":\"live\",\"whole\":false,\"gone\":[\"c1\"],\"conversations\":[]}");
        assertThat(page.locator(".waiting.empty")).isVisible();
        Looks.of(page, "cockpit-empty");
    }

    @Test
    void aThousandCardsAreUsable() {
        live = Samples.live(IntStream.range(0, 1_000)
                .mapToObj(n -> Samples.card("n" + n, "voice", "agent", "tour"))
                .toArray(String[]::new));
        long begun = System.nanoTime();
        Page page = open("");
        assertThat(page.locator(".conversation")).hasCount(200);
        assertThat(page.locator(".list")).containsText("+ 800");
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(15_000);
    }

    @Test
    void aCallIsFollowedListenedToTakenAndHandedBack() {
        Page page = open("");
        page.locator("[data-id=c1] button").click();
        assertThat(page.locator(".panel .transcript")).containsText(Samples.HOSTILE);
        assertThat(page.locator(".panel .transcript")).containsText("812 ms");
        socket.send("{\"type\":\"lines\",\"conversation\":\"c1\",\"lines\":["
                + Samples.line("turn-2", "user", "Un humain") + "]}");
        assertThat(page.locator(".panel .transcript")).containsText("Un humain");

        labelled(page, "Souffler à l’agent").fill("Proposez le dessert");
        page.keyboard().press("Enter");
        said(page, "whisper");
        assertThat(labelled(page, "Souffler à l’agent")).hasValue("");
        named(page, "Écouter").click();
        said(page, "listen");
        socket.send(new byte[320]);
        Looks.of(page, "cockpit-call");

        named(page, "Prendre l’appel").click();
        said(page, "take");
        assertThat(page.locator(".on-air")).isVisible();
        labelled(page, "Dire").fill("Ici Zoé");
        page.keyboard().press("Enter");
        said(page, "say");
        said(page, "ping");
        Looks.of(page, "cockpit-taken");

        page.reload();
        page.waitForCondition(() -> told.stream()
                        .filter(one -> one.get("type").getAsString().equals("take"))
                        .count()
                == 2);
        assertThat(page.locator(".on-air")).isVisible();
        page.getByLabel("Résumé").fill("Elle offre le dessert");
        named(page, "Rendre à l’agent").click();
        said(page, "hand-back");
        assertThat(page.locator(".on-air")).hasCount(0);

        named(page, "Mettre fin à l’appel").click();
        page.locator("dialog").getByText("Oui").click();
        said(page, "end");
        socket.send("{\"type\":\"live\",\"whole\":false,\"gone\":[\"c1\"],\"conversations\":[]}");
        assertThat(page.locator(".panel")).containsText("n’est plus en cours");
    }

    @Test
    void whatIsRefusedIsSaidAndWhoDoesNotLeadMayOnlyRead() {
        refusal = "taken";
        Page page = open("#live/c1");
        named(page, "Prendre l’appel").click();
        assertThat(page.locator(".toast")).containsText("Un collègue est déjà dans l’appel");
        assertThat(page.locator(".on-air")).hasCount(0);

        site.answer("POST /api/login/refresh", 200, Samples.LOGIN.formatted("technician"));
        page.reload();
        assertThat(page.locator(".panel .transcript")).containsText("Je vous écoute.");
        assertThat(named(page, "Prendre l’appel")).hasCount(0);
    }

    @Test
    void aCallThatTheAgentHasAgainIsNotShownAsOurs() {
        Page page = open("#live/c1");
        named(page, "Prendre l’appel").click();
        assertThat(page.locator(".on-air")).isVisible();
        socket.send(Samples.changed("held"));
        page.clock().setFixedTime(System.currentTimeMillis() + 10_000);
        socket.send(Samples.changed("agent"));
        assertThat(page.locator(".on-air")).hasCount(0);
        assertThat(named(page, "Prendre l’appel")).isVisible();
    }

    @Test
    void aLostLineIsSaidAndComesBack() {
        Page page = open("");
        assertThat(page.locator(".conversation")).hasCount(2);
        socket.close();
        assertThat(page.locator(".alarm-line")).isVisible();
        assertThat(page.locator(".alarm-line"))
                .isHidden(
                        new com.microsoft.playwright.assertions.LocatorAssertions.IsHiddenOptions().setTimeout(10_000));
        assertThat(page.locator(".conversation")).hasCount(2);
    }

    @Test
    void theInboxIsAnswered() {
        site.answer("POST /api/inbox/w1/messages", 202, Samples.message());
        site.answer("POST /api/inbox/w1/hand-back", 200, "{\"summary\":\"Zoé a parlé\"}");
        Page page = open("#inbox/waiting");
        page.locator(".conversation button").click();
        assertThat(page.locator(".panel .transcript")).containsText(Samples.HOSTILE);
        Looks.of(page, "cockpit-inbox");
        page.getByLabel("Répondre").fill("Bonjour, ici Zoé.");
        named(page, "Envoyer").click();
        page.waitForCondition(() -> site.asked("POST /api/inbox/w1/messages").size() == 1);
        named(page, "Rendre à l’agent").click();
        assertThat(page.locator(".toast")).containsText("Zoé a parlé");
    }

    @Test
    void theHistoryIsSearchedAndOneConversationShownWhole() {
        Page page = open("#history");
        assertThat(page.locator("tbody tr")).hasCount(100);
        page.getByLabel("Mots, numéro ou agent").fill("table");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> site.asked("GET /api/cockpit/history").stream()
                .anyMatch(one -> one.path().contains("q=table")));
        page.locator(".search")
                .getByLabel("Agent", new Locator.GetByLabelOptions().setExact(true))
                .selectOption("a");
        page.locator(".search button").click();
        page.waitForCondition(() -> site.asked("GET /api/cockpit/history").stream()
                .anyMatch(one -> one.path().contains("agent=a&") || one.path().endsWith("agent=a")));
        Looks.of(page, "cockpit-history");
        page.locator("tbody tr button").nth(1).click();
        assertThat(page.locator("main")).containsText("confirm_reservation");
        assertThat(page.locator("main")).containsText("810");
        assertThat(page.locator(".ladder .arrow")).hasCount(3);
        assertThat(page.locator("main")).containsText("0,0421");
        Looks.of(page, "cockpit-conversation");
        page.reload();
        assertThat(page.locator(".ladder")).isVisible();
    }

    @Test
    void aRecordingIsDrawnAndPlaysInStepWithItsWords() {
        person.route(
                PageSite.ORIGIN + "/api/conversations/h1/recording",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("audio/wav")
                        .setBodyBytes(Samples.recording(8))));
        Page page = open("#history/h1");
        assertThat(page.locator(".wave rect")).hasCount(801);
        page.locator(".transcript .agent button").click();
        assertThat(page.locator(".player input[type=range]")).hasValue("6");
        assertThat(page.locator(".transcript .agent")).hasClass(Pattern.compile("now"));
        named(page, "Lire").click();
        page.waitForCondition(() ->
                ((Number) page.evaluate("document.querySelector('.player audio').currentTime")).doubleValue() > 6.2);
        assertThat(named(page, "Pause")).isVisible();
        Looks.of(page, "cockpit-recording");
    }

    @Test
    void byKeyboardAloneACallIsOpenedAndLeft() {
        Page page = open("");
        assertThat(page.locator(".conversation")).hasCount(2);
        page.locator("[role=tab][data-tab=live]").focus();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator(".panel h2")).isVisible();
        page.locator(".panel button").first().focus();
        page.keyboard().press("Escape");
        assertThat(page.locator(".panel")).isHidden();
        page.locator("[role=tab][data-tab=live]").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("[role=tab][data-tab=inbox]")).isFocused();
        assertThat(page.locator(".filters")).isVisible();
    }
}
