// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the loop reported, in order. */
final class RecordingListener implements MediaLegListener {
    final List<AudioFrame> frames = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void audio(AudioFrame frame) {
        frames.add(frame);
    }

    @Override
    public void digit(char digit) {
        events.add("digit " + digit);
    }

    @Override
    public void markPlayed(String name) {
        events.add("mark " + name);
    }

    @Override
    public void cleared(int item, long playedMs) {
        events.add("cleared " + item + " " + playedMs);
    }

    @Override
    public void mediaTimeout() {
        events.add("timeout");
    }

    List<AudioFrame> framesFromCaller() {
        return frames.stream().filter(frame -> !frame.concealed()).toList();
    }
}
