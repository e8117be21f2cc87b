// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * One call's stream through the model: windows of 256 samples (32 ms) with the 32 samples before them, and the state that the model
 * hands from window to window. Should the model fail in mid-call, our own detector goes on.
 */
final class SileroActivity implements VoiceActivity {
    private static final Logger LOG = Logger.getLogger(SileroActivity.class);
    static final int WINDOW = 256;
    static final int CONTEXT = 32;
    static final int INPUT = CONTEXT + WINDOW;
    private static final int STATE = 2 * 128;
    private static final long[] STATE_SHAPE = {2, 1, 128};
    private static final long[] INPUT_SHAPE = {1, INPUT};
    private static final long[] RATE_SHAPE = {1};
    private static final long RATE = 8000;
    private static final float FULL_SCALE = 32_768;
    /** Speech ends lower than it begins, or words would fall apart. */
    private static final float HYSTERESIS = 0.15f;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final float threshold;
    private final OwnActivity own = new OwnActivity();
    private final float[] input = new float[INPUT];
    private float[] state = new float[STATE];
    private int filled = CONTEXT;
    private boolean speech;
    private boolean failed;

    SileroActivity(OrtEnvironment environment, OrtSession session, float threshold) {
        this.environment = environment;
        this.session = session;
        this.threshold = threshold;
    }

    @Override
    public boolean next(short[] pcm) {
        boolean ours = own.next(pcm);
        if (failed) {
            return ours;
        }
        for (short sample : pcm) {
            input[filled++] = sample / FULL_SCALE;
            if (filled == INPUT) {
                window();
                System.arraycopy(input, WINDOW, input, 0, CONTEXT);
                filled = CONTEXT;
            }
        }
        return failed ? ours : speech;
    }

    private void window() {
        try {
            float probability = probability(input);
            speech = probability >= (speech ? threshold - HYSTERESIS : threshold);
        } catch (OrtException e) {
            failed = true;
            LOG.warnf("Silero failed, our own detector goes on: %s", e.getMessage());
        }
    }

    /** 0 to 1 that there is speech in this window; moves the state on. */
    float probability(float[] samples) throws OrtException {
        try (OnnxTensor audio = OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples), INPUT_SHAPE);
                OnnxTensor memory = OnnxTensor.createTensor(environment, FloatBuffer.wrap(state), STATE_SHAPE);
                OnnxTensor rate = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {RATE}), RATE_SHAPE);
                OrtSession.Result result = session.run(Map.of("input", audio, "state", memory, "sr", rate))) {
            float[] moved = new float[STATE];
            floats(result, "stateN").get(moved);
            state = moved;
            return floats(result, "output").get();
        }
    }

    private static FloatBuffer floats(OrtSession.Result result, String name) throws OrtException {
        if (result.get(name).orElse(null) instanceof OnnxTensor tensor && tensor.getFloatBuffer() != null) {
            return tensor.getFloatBuffer();
        }
        throw new OrtException("the output " + name + " is no tensor of floats");
    }

    @Override
    public boolean sounding() {
        return failed ? own.sounding() : speech;
    }

    @Override
    public void close() {
        // the tensors of a window are freed with it
    }
}
