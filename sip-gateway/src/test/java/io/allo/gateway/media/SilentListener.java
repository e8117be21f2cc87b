// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;

/** Hears everything and keeps nothing: for load. */
final class SilentListener implements MediaLegListener {
    @Override
    public void audio(AudioFrame frame) {}

    @Override
    public void digit(char digit) {}

    @Override
    public void markPlayed(String name) {}

    @Override
    public void cleared(int item, long playedMs) {}

    @Override
    public void mediaTimeout() {}
}
