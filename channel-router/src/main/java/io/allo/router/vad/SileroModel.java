// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A Silero VAD model in ONNX Runtime, shared by all calls; safe from any thread. Only touched when a file is configured. */
final class SileroModel implements AutoCloseable {
    static final Set<String> INPUTS = Set.of("input", "state", "sr");
    static final Set<String> OUTPUTS = Set.of("output", "stateN");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final float threshold;

    private SileroModel(OrtEnvironment environment, OrtSession session, float threshold) {
        this.environment = environment;
        this.session = session;
        this.threshold = threshold;
    }

    /** @throws IllegalStateException that says what is wrong with the file */
    static SileroModel load(Path file, float threshold) {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException("allo.vad.silero-model: " + file + " cannot be read");
        }
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                // a window is a fraction of a millisecond: more threads would only wait for each other
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                OrtSession session = environment.createSession(file.toString(), options);
                requireSilero(file, session);
                SileroModel model = new SileroModel(environment, session, threshold);
                model.tryOut(file);
                return model;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "allo.vad.silero-model: " + file + " is no ONNX model: " + e.getMessage(), e);
        }
    }

    private static void requireSilero(Path file, OrtSession session) throws OrtException {
        if (!session.getInputNames().containsAll(INPUTS)
                || !session.getOutputNames().containsAll(OUTPUTS)) {
            String found = session.getInputNames() + " to " + session.getOutputNames();
            session.close();
            throw new IllegalStateException(
                    "allo.vad.silero-model: " + file + " is no Silero VAD of version 5 or later: it goes from " + found
                            + " (expected: " + INPUTS + " to " + OUTPUTS + ")");
        }
    }

    /** Shapes are only known by use: a model of another rate or version refuses a window. */
    private void tryOut(Path file) throws OrtException {
        try (SileroActivity first = new SileroActivity(environment, session, threshold)) {
            first.probability(new float[SileroActivity.INPUT]);
        } catch (OrtException e) {
            session.close();
            throw new IllegalStateException(
                    "allo.vad.silero-model: " + file + " refuses a window of 8 kHz: " + e.getMessage(), e);
        }
    }

    SileroActivity open() {
        return new SileroActivity(environment, session, threshold);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not let go of the model", e);
        }
    }
}
