// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The messages that Jackson reads and writes outside any resource's signature: a native image must know them. */
@RegisterForReflection(
        targets = {
            EndReason.class,
            StreamMessage.class,
            StreamMessage.Connected.class,
            StreamMessage.Start.class,
            StreamMessage.Start.Body.class,
            StreamMessage.Start.MediaFormat.class,
            StreamMessage.Start.Allo.class,
            StreamMessage.Media.class,
            StreamMessage.Media.Body.class,
            StreamMessage.Dtmf.class,
            StreamMessage.Dtmf.Body.class,
            StreamMessage.Mark.class,
            StreamMessage.Mark.Body.class,
            StreamMessage.Clear.class,
            StreamMessage.Stop.class,
            StreamMessage.Stop.Body.class,
            StreamMessage.CallState.class,
            StreamMessage.Cleared.class,
            StreamMessage.AnswerHeard.class,
            StreamMessage.AnsweredBy.class,
            StreamMessage.Heartbeat.class,
            StreamMessage.Ring.class,
            StreamMessage.Answer.class,
            StreamMessage.Reject.class,
            StreamMessage.Hangup.class,
            StreamMessage.Transfer.class,
            StreamMessage.Transfer.Mode.class,
            StreamMessage.TransferResult.class,
            StreamMessage.TransferResult.Outcome.class,
            StreamMessage.SendDtmf.class,
            StreamMessage.Pause.class,
            StreamMessage.Resume.class,
            StreamMessage.GoAway.class
        })
final class MediaReflection {
    private MediaReflection() {}
}
