// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallQuality;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio;
import java.util.concurrent.atomic.AtomicBoolean;

/** The door to a {@link MediaStream}: turns calls of any thread into commands of the loop. */
final class RtpMediaLeg implements MediaLeg {
    private final MediaLoop loop;
    private final MediaStream stream;
    private final int localPort;
    private final Runnable closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param closing run on the loop after the sockets are closed, once */
    RtpMediaLeg(MediaLoop loop, MediaStream stream, int localPort, Runnable closing) {
        this.loop = loop;
        this.stream = stream;
        this.localPort = localPort;
        this.closing = closing;
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public void streamCodec(NegotiatedAudio.Codec codec) {
        if (!codec.isLaw()) {
            throw new IllegalArgumentException(codec + " towards a worker, expected a law of G.711");
        }
        loop.execute(() -> stream.streamCodec(codec));
    }

    @Override
    public void negotiated(NegotiatedAudio audio) {
        loop.execute(() -> stream.negotiated(audio));
    }

    @Override
    public void startSending() {
        loop.execute(stream::startSending);
    }

    @Override
    public void play(AudioFrame frame) {
        loop.executeLazily(() -> stream.play(frame));
    }

    @Override
    public void mark(String name) {
        loop.execute(() -> stream.mark(name));
    }

    @Override
    public void clear() {
        loop.execute(stream::clear);
    }

    @Override
    public void pause() {
        loop.execute(() -> stream.paused(true));
    }

    @Override
    public void resume() {
        loop.execute(() -> stream.paused(false));
    }

    @Override
    public void sendDigits(String digits) {
        loop.execute(() -> stream.press(digits));
    }

    @Override
    public void bridge(MediaLeg other) {
        if (!(other instanceof RtpMediaLeg leg) || leg.loop != loop || leg.stream == stream) {
            throw new IllegalArgumentException("bridge with a leg that is not another one of the same media loop");
        }
        loop.execute(() -> stream.bridge(leg.stream));
    }

    @Override
    public void unbridge() {
        loop.execute(stream::unbridge);
    }

    @Override
    public void infoDigit(char digit) {
        loop.execute(() -> stream.info(digit));
    }

    @Override
    public CallQuality quality() {
        return stream.quality();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loop.execute(() -> {
                stream.close();
                closing.run();
            });
        }
    }
}
