// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ModelTuning;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.ReachSettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SpeechSettings;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.session.VapiSettings;
import io.allo.contracts.session.VoicemailSettings;
import io.allo.router.LoggedLines;
import io.allo.router.conversation.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows C13, C14, C21. */
class OwnSessionTest {

    private static ContactResolution workflow(ToolDefinition... tools) {
        return new ContactResolution(
                "account",
                "FR",
                "workflow-1",
                "support",
                List.of("fr"),
                "gpt-realtime",
                "verse",
                0,
                600,
                null,
                null,
                null,
                "Support is at +33123456789.",
                null,
                List.of(tools),
                1,
                2,
                null,
                PrivacySettings.DEFAULT,
                SpeechSettings.DEFAULT,
                VapiSettings.DEFAULT,
                VoicemailSettings.DEFAULT,
                null,
                TakeoverSettings.OFF,
                ReachSettings.NONE,
                List.of());
    }

    @Test
    void aCallOfAWorkflowWithoutToolsCanBeTransferredAndEnded() {
        SessionConfig session = OwnSession.of(workflow(), Channel.VOICE);

        assertThat(session.systemPrompt()).isEqualTo("Support is at +33123456789.");
        assertThat(session.tools()).extracting(ToolDefinition::name).containsExactly("end_call", "transfer_call");
        assertThat(session.tools().getLast().parameters().get("required")).isEqualTo(List.of("phone_number"));
        assertThat(session.tools().getLast().parameters().get("properties").toString())
                .contains("phone_number", "announcement");
    }

    @Test
    void theClocksAreThoseOfTheAgent() {
        ContactResolution elsewhere = workflow()
                .with(SpeechSettings.DEFAULT.tuned(new ModelTuning(null, null, null, null, "America/Montreal")));

        assertThat(OwnSession.of(elsewhere, Channel.VOICE).timezone()).isEqualTo("America/Montreal");
        assertThat(OwnSession.of(workflow(), Channel.VOICE).timezone()).isEqualTo("Europe/Paris");
    }

    @Test
    void theWorkflowsOwnToolsStayFirstAndItsOwnTransferIsKept() {
        ToolDefinition own = new ToolDefinition("function", "transfer_call", "own", Map.of("type", "object"));
        ToolDefinition weather = new ToolDefinition("function", "weather", "", Map.of("type", "object"));

        assertThat(OwnSession.of(workflow(weather, own), Channel.VOICE).tools())
                .extracting(ToolDefinition::name)
                .containsExactly("weather", "transfer_call", "end_call");
    }

    @Test
    void theLogTellsHowManyToolsThereAreWithIt() {
        // Row C20
        ToolDefinition weather = new ToolDefinition("function", "weather", "", Map.of("type", "object"));

        try (LoggedLines log = new LoggedLines(OwnSession.class.getName())) {
            OwnSession.of(workflow(weather), Channel.VOICE);

            assertThat(log.lines()).containsExactly("transfer_call added to agent workflow-1: 3 tools in total");
        }
    }

    @Test
    void textsCannotBeTransferred() {
        assertThat(OwnSession.of(workflow(), Channel.WEB).tools())
                .extracting(ToolDefinition::name)
                .containsExactly("end_call");
    }
}
