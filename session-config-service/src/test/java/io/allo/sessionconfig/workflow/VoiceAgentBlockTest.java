// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows C1, C2, C8. */
class VoiceAgentBlockTest {

    private static Optional<VoiceAgentBlock> in(String json) {
        try {
            return VoiceAgentBlock.in(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void everyKeyIsRead() {
        VoiceAgentBlock block = in("[{'kind':'start'},{'kind':'voice-agent','slug':'standard','parameters':{"
                        + "'model':'gpt-realtime','instructions':'Be kind.','voice':'verse','ring_timeout_seconds':2.5,"
                        + "'tools':[{'type':'function','name':'f'}],'handoffs':['x'],'speak_first':true}}]")
                .orElseThrow();

        assertThat(block.slug()).isEqualTo("standard");
        assertThat(block.model()).isEqualTo("gpt-realtime");
        assertThat(block.instructions()).isEqualTo("Be kind.");
        assertThat(block.voice()).isEqualTo("verse");
        assertThat(block.ringTimeoutSeconds()).isEqualTo(2.5);
        assertThat(block.tools()).hasSize(1);
        assertThat(block.handoffs()).hasSize(1);
        assertThat(block.speakFirst()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "voice-agent", "voice_agent"})
    void threeKindsTalkAndAnswerAtOnceUnlessTold(String kind) {
        assertThat(in("{'steps':[{'kind':'" + kind + "'}]}").orElseThrow().ringTimeoutSeconds())
                .isZero();
    }

    @Test
    void otherKindsDoNotTalk() {
        assertThat(in("[{'kind':'start'},{'kind':'end'}]")).isEmpty();
        assertThat(in("{}")).isEmpty();
        assertThat(in("'text'")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "'soon'", "'3'", "true", "[]", "1e999"})
    void anUnfitDelayIsNone(String delay) {
        assertThat(in("[{'kind':'agent','parameters':{'ring_timeout_seconds':" + delay + "}}]")
                        .orElseThrow()
                        .ringTimeoutSeconds())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[{'kind':'start','telephony':{'ring_timeout_seconds':9}},{'kind':'agent','parameters':{'telephony':{'ring_timeout_seconds':7}}}];7",
                "[{'kind':'start','parameters':{'telephony':{'ring_timeout_seconds':9}}},{'kind':'agent'}];9",
                "[{'kind':'start','telephony':{'ring_timeout_seconds':9}},{'kind':'agent','parameters':{'ring_timeout_seconds':0}}];0",
                "[{'kind':'agent','parameters':{'ring_timeout_seconds':4,'telephony':{'ring_timeout_seconds':7}}}];4"
            })
    void theBlockWinsOverItsTelephonyObjectAndThatOverTheStartBlocks(String definition, double expected) {
        assertThat(in(definition).orElseThrow().ringTimeoutSeconds()).isEqualTo(expected);
    }
}
