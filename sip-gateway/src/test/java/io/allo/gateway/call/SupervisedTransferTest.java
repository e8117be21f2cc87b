// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import org.junit.jupiter.api.Test;

/** Row C24: the human is asked first. */
class SupervisedTransferTest {
    private final CallWorld world = new CallWorld();
    private final TransferChecks transfers = new TransferChecks(world);

    @Test
    void humanIsAskedFirstAndTakesTheCallerByKey() {
        // Given
        world.consulting();
        assertThat(world.stream().told).endsWith("consulting");

        // When
        world.stream().listener.audio(transfers.frame(1));
        assertThat(transfers.target().log()).endsWith("play 9");
        assertThat(transfers.caller().bridged()).isNull();
        transfers.target().listener().digit('1');

        // Then
        assertThat(world.call.state()).isInstanceOf(CallState.Bridged.class);
        assertThat(transfers.caller().bridged()).isSameAs(transfers.target());
        assertThat(world.wire).endsWith("REFER Replaces id@host;to-tag=t;from-tag=f");
        assertThat(world.stream().told).endsWith("outcome transferred", "closed transferred");
    }

    @Test
    void gatewayLeavesTheMiddleWhenReplacesWorked() {
        // Given
        world.consulting();
        transfers.target().listener().digit('1');
        world.referAnswered(202);

        // When
        world.notified(200, true);

        // Then
        assertThat(world.wire).endsWith("BYE");
        transfers.handedOver();
    }

    @Test
    void bridgeStaysWhenReplacesFailed() {
        // Given
        world.consulting();
        transfers.target().listener().digit('1');

        // When
        world.referAnswered(202);
        world.notified(488, true);

        // Then
        assertThat(world.call.state()).isInstanceOf(CallState.Bridged.class);
        assertThat(transfers.caller().bridged()).isSameAs(transfers.target());
    }

    @Test
    void humanHearsTheWorkerAndIsHeardByIt() {
        // Given
        world.consulting();
        world.stream().told.clear();

        // When
        transfers.target().listener().audio(transfers.frame(3));
        transfers.caller().speak();
        world.worker(new StreamMessage.Mark(null, "sid", new StreamMessage.Mark.Body("m1")));

        // Then
        assertThat(world.stream().told).containsExactly("audio 0", "mark m1");
    }

    @Test
    void humanDeclinesByKey() {
        // Given
        world.consulting();

        // When
        transfers.target().listener().digit('2');

        // Then
        assertThat(transfers.dialled().log()).containsExactly("BYE");
        transfers.takenBack("declined");
    }

    @Test
    void humanHangsUpOnTheConsultation() {
        // Given
        world.consulting();

        // When
        transfers.dialled().says(new OutboundLegEvent.HungUp());

        // Then
        transfers.takenBack("declined");
    }

    @Test
    void humanWhoPressesNothingDoesNotGetTheCaller() {
        // Given
        world.consulting();

        // When
        world.clock.advance(TransferLimits.DEFAULT.consult());

        // Then
        assertThat(transfers.dialled().log()).containsExactly("BYE");
        transfers.takenBack("no-answer");
    }

    @Test
    void callerWhoHangsUpEndsTheConsultation() {
        // Given
        world.consulting();

        // When
        world.call.post(new CallInput.RemoteHungUp());

        // Then
        assertThat(transfers.dialled().log()).containsExactly("BYE");
        assertThat(world.reason()).isEqualTo(EndReason.CALLER_HANGUP);
    }
}
