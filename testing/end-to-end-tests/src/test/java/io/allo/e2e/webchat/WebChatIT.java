// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.webchat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.e2e.browser.Browser;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person sees and does on {@code /demo/chat}. */
@ExtendWith(AlloStack.class)
class WebChatIT {
    private static final double PATIENCE_MS = 20_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static Browser browser;
    private final List<BrowserContext> people = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

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

    @AfterEach
    void leave() {
        people.forEach(BrowserContext::close);
    }

    @Test
    void aPersonIsGreetedAndAnswered(RunningAllo allo) {
        Page page = open(allo, 1100, 800, "fr-FR", ColorScheme.LIGHT);

        say(page, "Quels sont vos horaires ?");

        assertThat(answers(page)).hasCount(2, patience());
        assertThat(page.getByRole(AriaRole.HEADING).getByText("Pizzeria Allô")).isVisible();
        assertThat(page.locator(".bubble.you .text")).hasText("Quels sont vos horaires ?");
        // Read out once, whole, for those who listen.
        assertThat(page.locator("[role=status][aria-live=polite]")).containsText("Pizzeria Allô");
        screenshot(page, "desktop");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aReloadKeepsTheConversation(RunningAllo allo) {
        Page page = open(allo, 1100, 800, "fr-FR", ColorScheme.LIGHT);
        say(page, "Bonjour");
        assertThat(answers(page)).hasCount(2, patience());
        List<String> before = page.locator(".bubble .text").allTextContents();

        page.reload();

        assertThat(answers(page)).hasCount(2, patience());
        assertThat(page.locator(".bubble .text").allTextContents()).isEqualTo(before);
    }

    @Test
    void aLostServerLosesNoMessage(RunningAllo allo) throws Exception {
        Page page = open(allo, 1100, 800, "fr-FR", ColorScheme.LIGHT);
        say(page, "Bonjour");
        assertThat(answers(page)).hasCount(2, patience());
        try {
            allo.kill(AlloService.CHANNEL_ROUTER);
            assertThat(page.locator(".status")).containsText("Connexion", patienceContaining());
            say(page, "Quels sont vos horaires ?");
            assertThat(page.locator(".bubble.unsent")).hasCount(1);
        } finally {
            allo.startAgain(AlloService.CHANNEL_ROUTER);
        }

        assertThat(answers(page)).hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        assertThat(page.locator(".bubble.unsent")).hasCount(0);
        assertThat(page.locator(".bubble.you")).hasCount(2);
    }

    @Test
    void aPersonTalksWithTheAgentFromThePage(RunningAllo allo) {
        Page page = open(allo, 1100, 800, "fr-FR", ColorScheme.LIGHT);

        page.getByLabel("Parler", new Page.GetByLabelOptions().setExact(true)).click();

        assertThat(page.locator(".call .state")).containsText("En ligne", patienceContaining());
        assertThat(page.locator(".call"))
                .hasAttribute("data-heard", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
        page.getByLabel("Clavier").first().click();
        page.locator(".pad button").getByText("1").click();
        screenshot(page, "talking");
        page.getByLabel("Raccrocher").click();
        assertThat(page.locator(".call")).containsText("Appel terminé.", patienceContaining());
        assertThat(complaints).isEmpty();
    }

    @Test
    void theKeyboardIsEnough(RunningAllo allo) {
        Page page = open(allo, 1100, 800, "en-GB", ColorScheme.DARK);

        page.keyboard().press("Tab"); // new conversation
        assertThat(page.getByLabel("New conversation")).isFocused();
        page.keyboard().press("Tab"); // the messages, to scroll them
        page.keyboard().press("Tab"); // the text
        assertThat(page.getByLabel("Your message")).isFocused();
        page.keyboard().type("What are your opening hours?");
        page.keyboard().press("Enter");

        assertThat(answers(page)).hasCount(2, patience());
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Speak to a human")).isFocused();
        page.keyboard().press("Enter");
        assertThat(answers(page)).hasCount(3, patience());
        screenshot(page, "dark");
    }

    @Test
    void aSmallScreenShowsEverything(RunningAllo allo) {
        Page page = open(allo, 360, 640, "fr-FR", ColorScheme.LIGHT);
        say(page, "Bonjour, je voudrais commander deux pizzas à emporter pour ce soir");
        assertThat(answers(page)).hasCount(2, patience());

        assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(360);
        assertThat(page.getByLabel("Envoyer")).isInViewport();
        assertThat(page.getByLabel("Parler à un humain")).isInViewport();
        screenshot(page, "small");
    }

    @Test
    void theLimitIsShownAndHeld(RunningAllo allo) {
        Page page = open(allo, 360, 640, "fr-FR", ColorScheme.LIGHT);

        input(page).fill("x".repeat(501));

        assertThat(page.locator(".count")).hasText("501/500");
        assertThat(page.getByLabel("Envoyer")).isDisabled();
        input(page).fill("x".repeat(500));
        assertThat(page.getByLabel("Envoyer")).isEnabled();
    }

    @Test
    void aNewConversationBeginsAnew(RunningAllo allo) {
        Page page = open(allo, 1100, 800, "fr-FR", ColorScheme.LIGHT);
        say(page, "Bonjour");
        assertThat(answers(page)).hasCount(2, patience());

        page.getByLabel("Nouvelle conversation").click();

        assertThat(page.locator(".bubble.you")).hasCount(0);
        assertThat(answers(page)).hasCount(1, patience());
        page.reload();
        assertThat(answers(page)).hasCount(1, patience());
    }

    /** The page with the greeting on it. */
    private Page open(RunningAllo allo, int width, int height, String language, ColorScheme colours) {
        BrowserContext person = browser.person(width, height, language, colours);
        people.add(person);
        Page page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.navigate(allo.url(AlloService.CHANNEL_ROUTER) + "/demo/chat");
        assertThat(answers(page)).hasCount(1, patience());
        return page;
    }

    private static void say(Page page, String text) {
        input(page).fill(text);
        input(page).press("Enter");
    }

    private static Locator input(Page page) {
        return page.locator("textarea");
    }

    /** Complete answers of the agent. */
    private static Locator answers(Page page) {
        return page.locator(".bubble.agent.done");
    }

    private static LocatorAssertions.HasCountOptions patience() {
        return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.ContainsTextOptions patienceContaining() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
