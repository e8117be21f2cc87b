// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.pricing;

import io.allo.contracts.pricing.ModelPrice;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code PUT /api/ai-pricing}: what is not named stays as it is.
 *
 * @param models the whole table
 */
public record PricingChange(
        @Nullable Map<String, ModelPrice> models,
        @Nullable BigDecimal defaultMarginPct,
        @Nullable BigDecimal telecomCostPerMin) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");
    private static final int MOST_MODELS = 500;
    private static final BigDecimal LARGEST = new BigDecimal("1000");
    private static final BigDecimal LARGEST_RATE = new BigDecimal("100000");

    /** Throws what the door answers with 422. */
    void check() {
        List<Fault> faults = new ArrayList<>();
        if (models == null && defaultMarginPct == null && telecomCostPerMin == null) {
            faults.add(new Fault("models", "expected models, defaultMarginPct or telecomCostPerMin"));
        }
        range(faults, "defaultMarginPct", defaultMarginPct, LARGEST);
        range(faults, "telecomCostPerMin", telecomCostPerMin, LARGEST);
        if (models != null) {
            models(faults, models);
        }
        if (!faults.isEmpty()) {
            throw new UnfitException(faults);
        }
    }

    private static void models(List<Fault> faults, Map<String, ModelPrice> models) {
        if (models.isEmpty() || models.size() > MOST_MODELS) {
            faults.add(new Fault("models", "expected 1 to " + MOST_MODELS + " models"));
            return;
        }
        models.forEach((name, price) -> {
            if (!NAME.matcher(name).matches()) {
                faults.add(new Fault("models", "a name has unexpected characters or more than 100"));
            } else if (price == null) {
                faults.add(new Fault("models." + name, "expected rates"));
            } else {
                rates(price).forEach(rate -> range(faults, "models." + name, rate, LARGEST_RATE));
            }
        });
    }

    private static Stream<BigDecimal> rates(ModelPrice price) {
        return Stream.of(
                        price.textInput(),
                        price.textOutput(),
                        price.audioInput(),
                        price.audioOutput(),
                        price.cachedTextInput(),
                        price.cachedAudioInput(),
                        price.audioPerMinute(),
                        price.perThousandCharacters())
                .filter(Objects::nonNull);
    }

    private static void range(List<Fault> faults, String field, @Nullable BigDecimal value, BigDecimal most) {
        if (value != null && (value.signum() < 0 || value.compareTo(most) > 0)) {
            faults.add(new Fault(field, "expected 0 to " + most));
        }
    }
}
