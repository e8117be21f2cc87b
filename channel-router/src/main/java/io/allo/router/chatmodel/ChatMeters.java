// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What chat models do, in numbers; labels come from configuration only. */
@Singleton
class ChatMeters {
    private final MeterRegistry registry;

    ChatMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** {@code allo_chat_first_words_seconds}: from the request to the first word, repetitions included. */
    void firstWords(String model, Duration took) {
        registry.timer("allo.chat.first.words", "model", model).record(took);
    }

    /** @param outcome {@code ok} or why there was no answer */
    void answered(String model, String outcome) {
        registry.counter("allo.chat.answers", "model", model, "outcome", outcome)
                .increment();
    }

    void repeated(String model) {
        registry.counter("allo.chat.repeated", "model", model).increment();
    }

    void stoodIn(String model, String standIn) {
        registry.counter("allo.chat.stood.in", "model", model, "by", standIn).increment();
    }
}
