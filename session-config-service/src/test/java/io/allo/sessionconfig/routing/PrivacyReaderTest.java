// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.PrivacySettings.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyReaderTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void whatIsNotWrittenHasItsDefault() throws Exception {
        assertThat(read("{}")).isEqualTo(PrivacySettings.DEFAULT);
        assertThat(read("{\"privacy\": {\"consent\": \"announce\"}}"))
                .isEqualTo(new PrivacySettings(true, Consent.ANNOUNCE, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"privacy\": \"none\"}",
                "{\"privacy\": {\"consent\": \"ask\"}}",
                "{\"privacy\": {\"aiDisclosure\": \"no\"}}",
                "{\"privacy\": {\"recording\": 1}}",
                "{\"privacy\": {\"onePerson\": \"yes\"}}"
            })
    void whatCannotBeReadIsTakenForTheStrictest(String config) throws Exception {
        assertThat(read(config)).isEqualTo(new PrivacySettings(true, Consent.OPT_IN, false));
    }

    private PrivacySettings read(String config) throws Exception {
        return PrivacyReader.read(json.readTree(config).path("privacy"), "agent 1");
    }
}
