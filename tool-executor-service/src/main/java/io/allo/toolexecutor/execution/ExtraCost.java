// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolConfig;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a tool's answer says that it cost ({@code extraCostResponseField}). Pure but for a warning. */
final class ExtraCost {
    /** A server told of its paid geocoding calls by this name before tools could name a cost; each has a price of its own. */
    static final String GEOCODINGS = "googleApiCalls";

    private static final Logger LOG = Logger.getLogger(ExtraCost.class);
    private static final int DECIMALS = 4;
    /** What one call may cost; more is a slip. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000);

    private ExtraCost() {}

    /** Null when the tool names no amount, or the answer has none that makes sense. */
    static @Nullable BigDecimal of(ToolConfig tool, @Nullable Object answer) {
        String field = tool.extraCostResponseField();
        if (field == null || field.isBlank() || countsGeocodings(field)) {
            return null;
        }
        Object named = named(field, answer);
        BigDecimal amount = amount(named);
        if (named != null && amount == null) {
            LOG.warnf("tool %s: extraCostResponseField: no amount of 0 to %s", tool.id(), MOST);
        }
        return amount;
    }

    /** The paid geocoding calls that the answer tells of in the named field; null when the tool names none. */
    static @Nullable Number geocodings(ToolConfig tool, @Nullable Object answer) {
        String field = tool.extraCostResponseField();
        return field != null && countsGeocodings(field) && named(field, answer) instanceof Number calls ? calls : null;
    }

    private static boolean countsGeocodings(String field) {
        return field.equals(GEOCODINGS) || field.endsWith("." + GEOCODINGS);
    }

    private static @Nullable Object named(String field, @Nullable Object answer) {
        Object found = answer;
        for (String name : field.strip().split("\\.")) {
            found = found instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return found;
    }

    private static @Nullable BigDecimal amount(@Nullable Object value) {
        if (!(value instanceof Number) && !(value instanceof String)) {
            return null;
        }
        String text = value.toString().strip();
        if (text.length() > 20) {
            return null;
        }
        try {
            BigDecimal amount = new BigDecimal(text);
            boolean sensible = amount.signum() >= 0 && amount.compareTo(MOST) <= 0;
            return sensible ? amount.setScale(DECIMALS, RoundingMode.HALF_UP) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
