// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RouterReplica;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.provider.OpenAiSpeechServer;
import io.allo.testkit.sip.AnsweringMachine;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Kamailio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real page in Chromium with a microphone, a real SIP telephone behind a real carrier, and two routers: one serves the page and takes
 * no calls, the other has the call's media socket.
 */
@ExtendWith(AlloStack.class)
class TrunkConsoleIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final double PATIENCE_MS = 60_000;
    private static final String NUMBER = "+33612000041";
    private static final String SAID = "La caméra du hall n'affiche plus d'image";
    private static final AnsweringMachine TECHNICIAN = new AnsweringMachine(
            "Bonjour je suis devant la caméra du hall elle n'affiche plus d'image depuis ce matin et la diode est rouge");

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "B4, B9, B26, B28, B34, B51, B80: a technician is called by our own trunk, both hear each other, mute mutes")
    void aTechnicianIsCalledByOurOwnTrunk(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        allo.stop(AlloService.CHANNEL_ROUTER);
        try (var whisper = new OpenAiSpeechServer("sk-whisper").start();
                var pages = RouterReplica.start(allo, "router-of-pages", variables(whisper, false));
                var calls = RouterReplica.start(allo, "router-of-calls", variables(whisper, true))) {
            pages.awaitReady();
            calls.awaitReady();
            withoutASipAccountThePageSaysSo(pages);
            theyTalk(api, pages, whisper);
        } finally {
            allo.startAgain(AlloService.CHANNEL_ROUTER);
        }
    }

    private static Map<String, String> variables(OpenAiSpeechServer whisper, boolean takesCalls) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ALLO_CONSOLE_DIALLING", "trunk");
        variables.put("ALLO_CONSOLE_LISTENING", "segments");
        variables.put("ALLO_CONSOLE_WHISPER_API_KEY", "sk-whisper");
        variables.put("ALLO_CONSOLE_WHISPER_BASE_URL", whisper.url());
        variables.put("ALLO_WORKER_ENABLED", Boolean.toString(takesCalls));
        return variables;
    }

    private static void withoutASipAccountThePageSaysSo(RouterReplica pages) {
        try (var browser = new Browser()) {
            Page page = open(browser, pages);
            page.locator("#phone").fill(NUMBER);
            page.locator("#phone").press("Enter");
            assertThat(page.locator("#call-status")).containsText("Aucun compte SIP", soon());
        }
    }

    private void theyTalk(AlloApi api, RouterReplica pages, OpenAiSpeechServer whisper) throws Exception {
        try (var carrier = new Kamailio(folder, Kamailio.config("kamailio.cfg"));
                var technician = Baresip.registered(
                        Files.createDirectory(folder.resolve("technician")),
                        "human",
                        "human-secret",
                        carrier.port(),
                        TECHNICIAN);
                var account = SipAccount.at(carrier, api, true);
                var browser = new Browser()) {
            account.awaitState("registered");
            whisper.hears(SAID);
            Page page = open(browser, pages);
            page.locator("#phone").fill(NUMBER);
            page.locator("#phone").press("Enter");

            technician.await("CALL_ESTABLISHED", SOON);
            assertThat(page.locator(".lines p").first()).containsText(SAID, soon());
            assertThat(page.locator(".lines p").first()).containsText("Technicien");
            assertThat(page.locator(".solution").first()).containsText("hors ligne", soon());
            assertThat(page.locator(".wave")).hasClass(Pattern.compile("measured"));
            await("he hears who calls").atMost(SOON).ignoreExceptions().until(() -> voiced(technician) > 2);

            page.locator("#speak").click();
            await("the support agent's voice comes on").atMost(SOON).until(() -> atTheEnd(technician, 4) > 0.5);
            Looks.picture(page, "technician-trunk");
            page.locator("#mute").click();
            assertThat(page.locator("#call-state")).hasText("Micro coupé");
            await("muted is silent").atMost(SOON).until(() -> atTheEnd(technician, 3) == 0);

            page.locator("#end").click();
            page.locator("dialog .strong").click();
            technician.await("CALL_CLOSED", SOON);
            assertThat(page.locator("#call-state"))
                    .hasText("Terminé", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
        }
    }

    private static double voiced(Baresip phone) throws Exception {
        return Recording.growing(phone.heard()).voicedSeconds();
    }

    private static double atTheEnd(Baresip phone, int seconds) throws Exception {
        return Recording.growing(phone.heard()).voicedSecondsAtTheEnd(seconds);
    }

    private static Page open(Browser browser, RouterReplica router) {
        BrowserContext person = browser.person(1440, 900, "fr-FR", ColorScheme.LIGHT);
        Page page = person.newPage();
        page.navigate(router.at("/demo/technician").toString());
        assertThat(page.locator("#call")).isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(PATIENCE_MS));
        return page;
    }

    private static LocatorAssertions.ContainsTextOptions soon() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }
}
