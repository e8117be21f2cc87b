// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.StreamMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A message added to the protocol must be registered for the native image too. */
class MediaReflectionTest {

    @Test
    void everyMessageAndItsPartsAreRegistered() {
        List<Class<?>> registered = List.of(
                MediaReflection.class.getAnnotation(RegisterForReflection.class).targets());

        assertThat(registered).containsAll(withParts(StreamMessage.class).toList());
    }

    private static Stream<Class<?>> withParts(Class<?> type) {
        return Stream.concat(
                Stream.of(type), Arrays.stream(type.getDeclaredClasses()).flatMap(MediaReflectionTest::withParts));
    }
}
