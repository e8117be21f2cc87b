// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the technician console fetches, and what it keeps. */
class TechnicianCacheIT extends TechnicianVisit {
    private static final String POLL = "GET /demo/get-session-suggestions";

    @Test
    @DisplayName(
            "B79: solutions are fetched once there is something to ask, and each id is drawn once, pushed or polled")
    void solutionsAreFetchedOnDemandAndKeptById() {
        site.answer(
                POLL,
                200,
                "{\"status\":\"success\",\"suggestions\":[" + question(3, "Depuis quand ?") + ","
                        + solution(1, "Redémarrer la caméra", 0.83) + "]}");
        open();
        stopTheClock();
        page.clock().runFor(20_000);
        assertThat(site.asked(POLL)).as("nothing was asked: nothing is fetched").isEmpty();

        dial();
        page.clock().runFor(9_100);
        page.waitForCondition(() -> site.asked(POLL).size() == 3);
        assertThat(page.locator(".solution")).hasCount(1);
        page.locator(".solution summary").first().click();
        assertThat(page.locator(".solution details[open]")).hasCount(1);
        page.clock().runFor(6_100);
        page.waitForCondition(() -> site.asked(POLL).size() == 5);
        assertThat(page.locator(".solution details[open]")).hasCount(1); // the card is not drawn anew
        push("{\"type\":\"suggestion\",\"suggestion\":" + solution(1, "Redémarrer la caméra", 0.83) + "}");
        push("{\"type\":\"suggestion\",\"suggestion\":" + question(3, "Depuis quand ?") + "}");
        page.clock().resume();

        assertThat(page.locator(".solution")).hasCount(1);
        assertThat(page.locator(".message.bot")).hasCount(2); // the greeting and the question
    }
}
