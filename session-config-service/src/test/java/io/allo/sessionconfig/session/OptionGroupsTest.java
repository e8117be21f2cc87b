// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The three stored option forms (A.4) reach the built-in model as one. */
class OptionGroupsTest {
    private final List<NumberedItem> items =
            new NumberedMenu(Facts.of(Facts.Flags.ALL, Facts.knownCustomer())).numberedItems();

    @Test
    void variantsKeepTheirSurcharges() {
        assertThat(items.get(1).options())
                .containsExactly(new OptionGroup(
                        "Taille",
                        true,
                        false,
                        null,
                        List.of(
                                new OptionChoice("Normale", null, new BigDecimal("0")),
                                new OptionChoice("Grande", null, new BigDecimal("3")))));
    }

    @Test
    void coursesOfASetMenuAreNumberedAndBelowTheirPriceAndRequiredUnlessTheySayOtherwise() {
        assertThat(items.get(3).options())
                .containsExactly(
                        new OptionGroup("Plat", true, false, null, List.of(new OptionChoice("Margherita", 1, null))),
                        new OptionGroup("Dessert", false, false, null, List.of(new OptionChoice("Tiramisu", 3, null))));
    }
}
