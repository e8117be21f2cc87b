// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.peer.FakeDialer;
import io.allo.gateway.peer.FakeMedia;

/** The people of a transfer, and what it must have come to. */
record TransferChecks(CallWorld world) {

    FakeMedia.Leg caller() {
        return world.media.legs().getFirst();
    }

    FakeMedia.Leg target() {
        return world.media.last();
    }

    FakeDialer.Leg dialled() {
        return world.dialer.last();
    }

    AudioFrame frame(int sequence) {
        return new AudioFrame(sequence, 1, 0, false, new byte[] {9});
    }

    /** The worker has the caller again, knows why, and nothing else is left. */
    void takenBack(String outcome) {
        assertThat(world.call.state()).isInstanceOf(CallState.Answered.class);
        assertThat(world.stream().told).endsWith("outcome " + outcome);
        assertThat(world.dialer.openLegs()).isZero();
        assertThat(world.media.openLegs()).isEqualTo(1);
        world.stream().listener.audio(frame(2));
        assertThat(caller().log()).last().isEqualTo("play 9");
        caller().listener().digit('4');
        assertThat(world.stream().told).endsWith("digit 4");
    }

    void handedOver() {
        assertThat(world.reason()).isEqualTo(EndReason.TRANSFERRED);
        assertThat(world.media.openLegs()).isZero();
        assertThat(world.held).isEmpty();
        assertThat(world.clock.pending()).isZero();
    }
}
