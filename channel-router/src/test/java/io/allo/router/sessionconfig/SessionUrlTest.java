// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionUrlTest {
    private final ContactResolution agent = new ContactResolution(
            "account", "FR", "agent", "Demo", List.of("fr"), "built-in", "sage", 1, 600, null, null, "r 1", null, null);

    @Test
    void plusOfThePhoneNumberIsEncoded() {
        assertThat(ExternalSessionClient.sessionUrl("https://shop.example/ai", agent, "+33612345678", Channel.VOICE))
                .hasToString("https://shop.example/ai?restaurantId=r%201&callerPhone=%2B33612345678");
    }

    @Test
    void textChannelsAskForAChatGreetingAndKeepTheUrlsOwnParameters() {
        assertThat(ExternalSessionClient.sessionUrl("https://shop.example/ai?v=2", agent, null, Channel.WEB))
                .hasToString("https://shop.example/ai?v=2&restaurantId=r%201&callerPhone=&mode=chat");
    }
}
