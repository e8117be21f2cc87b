// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.allo.testkit.sip.PeerProgram;
import java.util.List;
import java.util.Map;

/** One Chromium for all tests of a class: it takes seconds to start. */
public final class Browser implements AutoCloseable {
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    public Browser() {
        var executable = PeerProgram.require("chromium");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"))
                        .setChromiumSandbox(false)); // CI runs as root
    }

    /** A new person: own storage, own window. */
    public BrowserContext person(int width, int height, String language, ColorScheme colours) {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(language)
                .setColorScheme(colours));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
