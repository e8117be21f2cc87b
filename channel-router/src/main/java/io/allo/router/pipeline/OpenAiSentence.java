// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.pipeline.SpeechService.Part;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One sentence by OpenAI's speech while it streams: chunks of any length, a sample may be cut in two. One event loop. */
final class OpenAiSentence {
    private static final int OK = 200;
    private static final int SERVICE_RATE = 24_000;

    private final Vertx vertx;
    private final CompandingLaw law;
    private final Duration patience;
    private final MultiEmitter<? super Part> emitter;
    private final Resampler resampler = new Resampler(SERVICE_RATE, G711.SAMPLE_RATE);
    private byte[] halfSample = {};
    private @Nullable HttpClientRequest sent;
    private long timer = -1;
    private boolean over;

    OpenAiSentence(Vertx vertx, CompandingLaw law, Duration patience, MultiEmitter<? super Part> emitter) {
        this.vertx = vertx;
        this.law = law;
        this.patience = patience;
        this.emitter = emitter;
    }

    /** @param accepted is run when the service begins to speak */
    void begin(Future<HttpClientRequest> request, JsonObject body, Runnable accepted) {
        emitter.onTermination(this::end);
        awaitAudio();
        request.compose(ready -> {
                    sent = ready;
                    return over ? Future.failedFuture("nobody wants it any more") : ready.send(body.toBuffer());
                })
                .onSuccess(response -> answered(response, accepted))
                .onFailure(failure -> fail(new Failure(Failure.Kind.RETRY, failure.toString())));
    }

    private void awaitAudio() {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(
                patience.toMillis(), late -> fail(new Failure(Failure.Kind.RETRY, "no audio for " + patience)));
    }

    private void answered(HttpClientResponse response, Runnable accepted) {
        response.exceptionHandler(failure -> fail(new Failure(Failure.Kind.RETRY, failure.toString())));
        if (response.statusCode() != OK) {
            fail(new Failure(SpeechFailures.ofStatus(response.statusCode()), "refused with " + response.statusCode()));
            return;
        }
        accepted.run();
        response.handler(this::chunk);
        response.endHandler(ended -> complete());
    }

    private void chunk(Buffer bytes) {
        if (over) {
            return;
        }
        awaitAudio();
        int length = halfSample.length + bytes.length();
        byte[] samples = Arrays.copyOf(halfSample, length);
        System.arraycopy(bytes.getBytes(), 0, samples, halfSample.length, bytes.length());
        halfSample = length % 2 == 0 ? new byte[0] : new byte[] {samples[length - 1]};
        emit(resampler.resample(PcmFrames.fromLittleEndian(samples)));
    }

    private void emit(short[] pcm) {
        if (pcm.length > 0) {
            emitter.emit(new Part(law.encode(pcm), 0));
        }
    }

    private void complete() {
        if (!over) {
            emit(resampler.flush());
            over = true;
            vertx.cancelTimer(timer);
            emitter.complete();
        }
    }

    private void fail(Failure failure) {
        if (!over) {
            end();
            emitter.fail(failure);
        }
    }

    /** Failed, or nobody wants it any more: the rest is not even sent. */
    private void end() {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            if (sent != null) {
                sent.reset();
            }
        }
    }
}
