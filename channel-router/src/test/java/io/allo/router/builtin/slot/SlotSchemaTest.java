// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.builtin.intent.Comprehension;
import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Lexicon;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotSchemaTest {

    @Test
    void asksForRequiredPropertiesInSchemaOrder() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("b", Map.of("type", "string"));
        properties.put("optional", Map.of("type", "string"));
        properties.put("a", Map.of("type", "integer"));
        SlotSchema schema = SlotSchema.of(Map.of("properties", properties, "required", List.of("a", "b")));

        assertThat(schema.missing(Map.of())).map(Slot::name).contains("b");
        assertThat(schema.missing(Map.of("b", "x"))).map(Slot::name).contains("a");
        assertThat(schema.missing(Map.of("b", "x", "a", 1))).isEmpty();
    }

    @Test
    void aRequiredListOrObjectCannotBeAskedFor() {
        SlotSchema schema = SlotSchema.of(
                Map.of("properties", Map.of("items", Map.of("type", "array")), "required", List.of("items")));

        assertThat(schema.isFillable()).isFalse();
    }

    @Test
    void anySchemaIsSurvived() {
        assertThat(SlotSchema.of(null).slots()).isEmpty();
        assertThat(SlotSchema.of(Map.of("properties", "nonsense")).slots()).isEmpty();
        assertThat(SlotSchema.of(Map.of("properties", Map.of("x", 3), "required", 7))
                        .isFillable())
                .isTrue();
    }

    @Test
    void numbersAreReadFromDigitsAndWordsWithinTheirBounds() {
        Slot people = slot(Map.of("type", "integer", "minimum", 1, "maximum", 8));

        assertThat(people.read(heard("nous serons trois"), Lexicon.of("fr"))).contains(3);
        assertThat(people.read(heard("8 personnes"), Lexicon.of("fr"))).contains(8);
        assertThat(people.read(heard("9"), Lexicon.of("fr"))).isEmpty();
        assertThat(people.read(heard("2,5"), Lexicon.of("fr"))).isEmpty();
        assertThat(slot(Map.of("type", "number")).read(heard("2,5 kilos"), Lexicon.of("fr")))
                .contains(new BigDecimal("2.5"));
    }

    @Test
    void choicesForgiveSpellingAndNothingElse() {
        Slot size = slot(Map.of("type", "string", "enum", List.of("petite", "grande")));

        assertThat(size.read(heard("une grande svp"), Lexicon.of("fr"))).contains("grande");
        assertThat(size.read(heard("Petit"), Lexicon.of("fr"))).contains("petite");
        assertThat(size.read(heard("moyenne"), Lexicon.of("fr"))).isEmpty();
    }

    @Test
    void truthIsAnUnmixedYesOrNo() {
        Slot luggage = slot(Map.of("type", "boolean"));

        assertThat(luggage.read(heard("oui"), Lexicon.of("fr"))).contains(true);
        assertThat(luggage.read(heard("non merci"), Lexicon.of("fr"))).contains(false);
        assertThat(luggage.read(heard("oui mais pas lourd"), Lexicon.of("fr"))).isEmpty();
    }

    private static Slot slot(Map<String, Object> property) {
        return SlotSchema.of(Map.of("properties", Map.of("slot", property)))
                .slots()
                .getFirst();
    }

    private static Heard heard(String text) {
        return Comprehension.understand(text, "fr", List.of("fr"));
    }
}
