// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import org.junit.jupiter.api.Test;

class OutboundMessageTest {

    @Test
    void aTurnThatListensSaysItsText() {
        OutboundMessage message = OutboundMessage.of("wa_1", new TurnEnded("Bonjour", new Action.Listen(), null));

        assertThat(message).isEqualTo(OutboundMessage.say("wa_1", "Bonjour"));
        assertThat(message.endConversation()).isFalse();
    }

    @Test
    void aTransferWithoutWordsIsSilent() {
        OutboundMessage message = OutboundMessage.of("wa_1", new TurnEnded("", new Action.Transfer("+331"), null));

        assertThat(message.silent()).isTrue();
        assertThat(message.endConversation()).isTrue();
        assertThat(message.metadata()).containsEntry("transfer_target", "+331");
    }

    @Test
    void theEndKeepsItsReason() {
        OutboundMessage message =
                OutboundMessage.of("wa_1", new TurnEnded("Au revoir", new Action.End(EndReason.AGENT_HANGUP), null));

        assertThat(message.action()).isEqualTo(OutboundMessage.Action.END_CALL);
        assertThat(message.metadata()).containsEntry("end_reason", "success/agent-hangup");
    }
}
