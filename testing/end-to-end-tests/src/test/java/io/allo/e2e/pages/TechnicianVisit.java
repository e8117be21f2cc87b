// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.browser.Looks;
import io.allo.e2e.browser.PageSite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A visit of the technician console in a real browser; its service is scripted. */
abstract class TechnicianVisit {
    static final String HOSTILE = "<img src=x onerror=alert(1)>";
    static final String NUMBER = "+33612345678";
    static final String NOTHING = "{\"status\":\"success\",\"suggestions\":[]}";
    static final String STATISTICS = """
            {"success":true,"call_sid":"CA1","status":"completed","duration":65,"session_stats":{"session_id":"s","total_segments":12,
            "speakers":{"tech":{"speaker_name":"Karim","speaker_role":"technician","segment_count":12}}}}""";

    private static Browser browser;
    final List<String> complaints = new CopyOnWriteArrayList<>();
    final List<ConsoleMessage> console = new CopyOnWriteArrayList<>();
    final List<String> fromPage = new CopyOnWriteArrayList<>();
    volatile WebSocketRoute line;
    BrowserContext person;
    PageSite site;
    Page page;

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
        // An English browser: the console's first language is French all the same (row B65).
        person = browser.person(1440, 900, "en-GB", ColorScheme.LIGHT);
        site = new PageSite(person, "libs/pages", "channel-router")
                .answer("POST /api/login/refresh", 401, "{\"error\":\"log in\"}")
                .answer(
                        "GET /demo/console-settings",
                        200,
                        "{\"open\":true,\"calls\":true,\"dialling\":\"twilio\",\"language\":\"fr\"}")
                .answer("GET /api/console/technicians", 200, "{\"technicians\":[]}")
                .answer(
                        "POST /twilio/initiate-call",
                        200,
                        "{\"success\":true,\"call_sid\":\"CA1\",\"session_id\":\"s\",\"status\":\"initiated\"}")
                .answer("POST /twilio/end-call", 200, STATISTICS)
                .answer("POST /demo/mute-call", 200, "{\"success\":true}")
                .answer(
                        "POST /demo/send-demo-transcription",
                        200,
                        "{\"processing\":{\"status\":\"processed\",\"segment_id\":7},\"suggestions\":[]}")
                .answer("GET /demo/get-session-suggestions", 200, NOTHING);
        person.routeWebSocket(Pattern.compile("ws://localhost:8000/api/realtime/ws/session-\\d+"), socket -> {
            line = socket;
            socket.onMessage(frame -> fromPage.add(String.valueOf(frame.text())));
        });
    }

    @AfterEach
    void leave() {
        person.close();
        assertThat(complaints).isEmpty();
    }

    void open() {
        page = person.newPage();
        page.clock().install();
        page.onConsoleMessage(message -> {
            console.add(message);
            if (message.type().equals("error") && !message.text().contains("401")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> dialog.accept());
        page.navigate(PageSite.ORIGIN + "/demo/technician");
        assertThat(page.locator("#call")).isVisible();
        page.waitForCondition(() -> line != null);
    }

    /** From here on time passes when the test says so. Sockets of Playwright need time that goes by itself. */
    void stopTheClock() {
        page.clock().pauseAt(System.currentTimeMillis() + 60_000);
    }

    /** axe waits by timers: time goes on for it. */
    void looks(String name) {
        page.clock().resume();
        Looks.of(page, name);
    }

    void dial() {
        page.locator("#phone").fill("+33 6 12 34 56 78");
        page.locator("#call").click();
        page.waitForCondition(() -> site.asked("POST /twilio/initiate-call").size() == 1);
        Locator ready = page.locator("#call-status:not(.busy)");
        assertThat(ready).isVisible();
    }

    void push(String message) {
        line.send(message);
    }

    static String segment(int id, String role, String name, String text) {
        return """
                {"type":"segment","segment":{"id":%d,"speaker":"%s-1","speaker_role":"%s","speaker_name":"%s","text":"%s","timestamp":"2026-11-22T14:30:0%dZ"}}""".formatted(id, role, role, name, text, id);
    }

    static String question(int id, String text) {
        return """
                {"id":%d,"type":"clarification_question","title":"Question","content":"%s","confidence":0.9,"source_chunks":[]}""".formatted(id, text);
    }

    static String solution(int id, String title, double confidence) {
        return """
                {"id":%d,"type":"knowledge_base","title":"%s","content":"## Symptômes\\nLa **diode** est rouge.\\n1. Débrancher le câble PoE\\n2. Attendre dix secondes\\n3. Rebrancher",\
                "confidence":%s,"source_chunks":[{"text":"Une caméra en erreur clignote.","source":"cameras.md","title":"Caméras","confidence":0.8}]}""".formatted(id, title, confidence);
    }
}
