// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.Locale;

/** How a page looks: light and dark, on a phone and on a wide screen, kept in {@code target/screenshots} and checked by {@link Axe}. */
public final class Looks {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String TOO_WIDE = """
            [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > innerWidth)
                .slice(0, 9).map((one) => one.tagName + "." + one.className)""";
    private static final int PHONE = 390;
    private static final int WIDE = 1440;
    private static final int HEIGHT = 900;

    private Looks() {}

    /** Takes the four pictures {@code name-light-390.png} and so on; the page ends as it began, but wide and light. */
    public static void of(Page page, String name) {
        for (ColorScheme colours : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(colours).setReducedMotion(ReducedMotion.REDUCE));
            for (int width : new int[] {PHONE, WIDE}) {
                page.setViewportSize(width, HEIGHT);
                picture(page, name + "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width);
                assertThat((int) page.evaluate("document.scrollingElement.scrollWidth"))
                        .as("%s stands in %s px without scrolling sideways: %s", name, width, page.evaluate(TOO_WIDE))
                        .isLessThanOrEqualTo(width);
                Axe.check(page);
            }
        }
    }

    /** One picture of the page as it stands; the whole of it, unless it is very long. */
    public static void picture(Page page, String name) {
        int height = (int) page.evaluate("document.scrollingElement.scrollHeight");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(height < 4 * HEIGHT));
    }
}
