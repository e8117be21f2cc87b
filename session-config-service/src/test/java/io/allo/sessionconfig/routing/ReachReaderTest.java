// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.ReachSettings;
import org.junit.jupiter.api.Test;

class ReachReaderTest {
    private final ObjectMapper json = new ObjectMapper();

    private ReachSettings read(String reach) throws Exception {
        return ReachReader.read(json.readTree(reach), "+33939240575", null, "agent 1");
    }

    @Test
    void isSwitchedOnByBeingThere() throws Exception {
        assertThat(ReachReader.wanted(json.readTree("{}"))).isTrue();
        assertThat(ReachReader.wanted(json.readTree("true"))).isTrue();
        assertThat(ReachReader.wanted(json.readTree("false"))).isFalse();
        JsonNode absent = json.readTree("{}").path("reach");
        assertThat(ReachReader.wanted(absent)).isFalse();
    }

    @Test
    void keepsHttpsBeginningsOnly() throws Exception {
        ReachSettings reach =
                read("{\"links\": [\"https://menu.example.com/\", \"http://a.example/\", \"javascript:x\", 7,"
                        + " \"https://u@b.example/\"], \"metaPhoneNumberId\": \"1065\"}");

        assertThat(reach.links()).containsExactly("https://menu.example.com/");
        assertThat(reach.metaPhoneNumberId()).isEqualTo("1065");
        assertThat(reach.whatsApp()).isEqualTo("+33939240575");
    }

    @Test
    void leavesOutWhatIsNoNumber() throws Exception {
        assertThat(read("{\"metaPhoneNumberId\": \"../x\"}").metaPhoneNumberId())
                .isNull();
    }
}
