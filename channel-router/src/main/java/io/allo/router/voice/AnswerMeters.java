// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnswerTimes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code allo_answer_seconds{stage,agent,model,trunk}}: what callers wait for, each stage counted from the end of their speech. What is
 * unknown is not recorded. Agents and trunks are configuration and may be many: those beyond a bound share the label {@code other}.
 * Safe from any thread.
 */
@Singleton
class AnswerMeters {
    private static final int MOST_SERIES = 100;
    private static final String OTHER = "other";
    private static final Duration[] BUCKETS = LongStream.of(
                    50, 100, 200, 300, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 3000, 5000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Whose, Tags> known = new ConcurrentHashMap<>();

    /** @param trunk SIP account that the call came in by, {@code none} without one */
    private record Whose(String agent, String model, String trunk) {}

    AnswerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(ContactResolution agent, String trunk, AnswerTimes times) {
        String model = agent.model() == null ? "built-in" : agent.model();
        Whose whose = new Whose(agent.agentId(), model, trunk);
        Tags tags = known.get(whose);
        if (tags == null) {
            Whose label = known.size() < MOST_SERIES ? whose : new Whose(OTHER, OTHER, OTHER);
            tags = known.computeIfAbsent(label, AnswerMeters::tags);
        }
        Tags labels = tags;
        each(
                times,
                (stage, waited) -> Timer.builder("allo.answer")
                        .description("From the end of a caller's speech to this stage of the answer")
                        .serviceLevelObjectives(BUCKETS)
                        .tags(labels.and("stage", stage))
                        .register(registry)
                        .record(waited));
    }

    private static Tags tags(Whose whose) {
        return Tags.of("agent", whose.agent(), "model", whose.model(), "trunk", whose.trunk());
    }

    /** For a span: {@code allo.answer.heard_ms} and so on. */
    static Attributes attributes(AnswerTimes times) {
        AttributesBuilder attributes = Attributes.builder();
        each(times, (stage, waited) -> attributes.put("allo.answer." + stage + "_ms", waited.toMillis()));
        return attributes.build();
    }

    private static void each(AnswerTimes times, BiConsumer<String, Duration> known) {
        tell("transcript", times.transcript(), known);
        tell("turn", times.turn(), known);
        tell("first_words", times.firstWords(), known);
        tell("first_sound", times.firstSound(), known);
        tell("sent", times.sent(), known);
        tell("heard", times.heard(), known);
    }

    private static void tell(String stage, @Nullable Duration waited, BiConsumer<String, Duration> known) {
        if (waited != null) {
            known.accept(stage, waited);
        }
    }
}
