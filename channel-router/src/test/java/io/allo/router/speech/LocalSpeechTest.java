// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.audio.AudioLevel;
import io.allo.audio.CompandingLaw;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speech by the real espeak-ng; skipped by name where it is not installed, but never in CI. */
class LocalSpeechTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private LocalSpeech speech = speech("espeak-ng", 16_000_000);

    @AfterEach
    void stop() {
        speech.close();
    }

    @Test
    void aSentenceBecomesVoicedAudioOfItsLengthAtATelephonesLevel() {
        espeakIsInstalled();

        // When
        byte[] spoken = speak("Bonjour, bienvenue chez Pizzeria Allô.", "fr", CompandingLaw.ULAW);

        // Then
        assertThat(spoken.length / 8).as("milliseconds").isBetween(1200, 4500);
        assertThat(AudioLevel.dbovOfUlaw(spoken)).isBetween(-24.0, -16.0);
        assertThat(AudioLevel.dbovOfUlaw(Arrays.copyOf(spoken, 400)))
                .as("starts with words")
                .isGreaterThan(-50);
    }

    @Test
    void languageAndLawMakeADifference() {
        espeakIsInstalled();

        // When
        byte[] french = speak("Menu.", "fr", CompandingLaw.ALAW);
        byte[] english = speak("Menu.", "en-GB", CompandingLaw.ALAW);

        // Then
        assertThat(french).isNotEqualTo(english);
        assertThat(AudioLevel.dbovOfAlaw(french)).isBetween(-26.0, -14.0);
    }

    @Test
    void recentSentencesComeFromTheCache() {
        espeakIsInstalled();

        // When
        byte[] first = speak("Une pizza ?", "fr", CompandingLaw.ULAW);
        byte[] second = speak("Une pizza ?", "fr", CompandingLaw.ULAW);

        // Then
        assertThat(second).isSameAs(first);
    }

    @Test
    void textIsNeverACommand() {
        espeakIsInstalled();

        // When
        byte[] spoken = speak("--help [[D,a]] \u0001100S && id $(id)", "fr; rm -rf", CompandingLaw.ULAW);

        // Then
        assertThat(spoken.length / 8).isBetween(500, 20_000);
    }

    @Test
    void withoutTheProgramTonesSound() {
        // Given
        speech = speech("no-such-program-here", 0);

        // When
        byte[] question = speak("Combien ?", "fr", CompandingLaw.ULAW);
        byte[] statement = speak("C'est noté.", "fr", CompandingLaw.ULAW);

        // Then
        assertThat(speech.speaks()).isFalse();
        assertThat(AudioLevel.dbovOfUlaw(statement)).isGreaterThan(-25);
        assertThat(question).isNotEqualTo(statement);
    }

    @Test
    void aProgramThatGivesNoSoundEndsInATone() {
        // Given: 'true' is installed everywhere, answers every option and writes nothing
        speech = speech("true", 0);

        // When
        byte[] spoken = speak("Bonjour !", "fr", CompandingLaw.ULAW);

        // Then
        assertThat(spoken).isEqualTo(CompandingLaw.ULAW.encode(Earcons.of("Bonjour !")));
    }

    /** A104: ten megabytes on both outputs of the child do not stop us, nor does it outlive the sentence. */
    @Test
    void aProgramThatTalksTooMuchIsReadAsFarAsASentenceMayBe(@TempDir Path folder) throws IOException {
        // Given
        Path chatter = folder.resolve("chatter");
        Files.writeString(chatter, """
                #!/bin/sh
                [ "$1" = --version ] && exit 0
                head -c 10000000 /dev/zero >&2
                exec head -c 10000000 /dev/zero
                """);
        assertThat(chatter.toFile().setExecutable(true)).isTrue();
        speech = speech(chatter.toString(), 0);

        // When
        byte[] spoken = speak("Bonjour !", "fr", CompandingLaw.ULAW);

        // Then
        assertThat(spoken).isNotEmpty();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(ProcessHandle.current().descendants())
                        .noneMatch(child -> child.info().command().orElse("").endsWith("head")));
    }

    @Test
    void theCacheIsBoundedByItsBytes() {
        // Given
        SpeechCache cache = new SpeechCache(1000);

        // When
        for (int i = 0; i < 10; i++) {
            cache.keep(new SpeechCache.Key("s" + i, "fr", CompandingLaw.ULAW), new byte[300]);
        }

        // Then
        assertThat(cache.bytes()).isLessThanOrEqualTo(1000);
        assertThat(cache.find(new SpeechCache.Key("s9", "fr", CompandingLaw.ULAW)))
                .isNotNull();
        assertThat(cache.find(new SpeechCache.Key("s0", "fr", CompandingLaw.ULAW)))
                .isNull();
    }

    private byte[] speak(String sentence, String language, CompandingLaw law) {
        return speech.speak(sentence, language, law).collect().last().await().atMost(LIMIT);
    }

    private static LocalSpeech speech(String program, long cacheBytes) {
        SpeechConfig config = new SmallRyeConfigBuilder()
                .withMapping(SpeechConfig.class)
                .withDefaultValue("allo.speech.program", program)
                .withDefaultValue("allo.speech.timeout", "PT5S") // "5s" is Quarkus's own spelling
                .withDefaultValue("allo.speech.cache-bytes", Long.toString(cacheBytes))
                .build()
                .getConfigMapping(SpeechConfig.class);
        return new LocalSpeech(config);
    }

    private void espeakIsInstalled() {
        boolean ci = "true".equals(System.getenv("CI"));
        assumeTrue(ci || speech.speaks(), "espeak-ng is not installed");
        assertThat(speech.speaks()).as("espeak-ng is installed in CI").isTrue();
    }
}
