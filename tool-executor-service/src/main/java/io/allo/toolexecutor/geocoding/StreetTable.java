// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import io.allo.contracts.text.PlainText;
import io.allo.toolexecutor.restaurant.Coordinates;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The geocoder that needs no key and no network: some streets of Paris, for the demo and the tests. A street is found
 * whatever its case, accents and house number; the place is the middle of the street.
 */
@ApplicationScoped
@Typed(StreetTable.class)
class StreetTable implements Geocoder {
    private static final String RESOURCE = "/geocoder/paris-streets.csv";

    private final List<Street> streets = read();

    private record Street(String key, String postalCode, Coordinates coordinates) {}

    @Override
    public Uni<Result> find(Address address) {
        String said = " " + plain(address.street()) + " ";
        boolean elsewhere = isElsewhere(address);
        Optional<Place> place = streets.stream()
                .filter(street -> !elsewhere && said.contains(" " + street.key() + " "))
                .max(Comparator.comparingInt((Street street) -> street.key().length())
                        .thenComparing(street -> street.postalCode().equals(address.postalCode())))
                .map(street -> new Place(
                        street.coordinates(), address.street().strip() + ", " + street.postalCode() + " Paris"));
        return Uni.createFrom().item(new Result(place, 0));
    }

    private static boolean isElsewhere(Address address) {
        String city = plain(address.city());
        String postalCode = plain(address.postalCode());
        return !city.isEmpty() && !city.startsWith("paris") || !postalCode.isEmpty() && !postalCode.startsWith("75");
    }

    /** Lower case without accents and punctuation, single spaces. */
    private static String plain(@Nullable String text) {
        return text == null
                ? ""
                : PlainText.of(text).replaceAll("[^a-z0-9]+", " ").strip();
    }

    private static List<Street> read() {
        List<Street> streets = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(StreetTable.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(";", -1))
                    .forEach(parts -> streets.add(new Street(
                            plain(parts[0]),
                            parts[1],
                            new Coordinates(Double.parseDouble(parts[2]), Double.parseDouble(parts[3])))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(streets);
    }
}
