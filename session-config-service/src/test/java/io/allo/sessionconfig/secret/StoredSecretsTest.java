// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.sessionconfig.secret.StoredSecrets.SecretUnreadableException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows A32, A33, A35. The vector was computed outside Java, where master bytes from 0x80 on are kept. */
class StoredSecretsTest {
    private static final String MASTER = "f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff";
    private static final String LINE = "11111111-2222-4333-8444-555555555555";
    private static final String STORED = "AAECAwQFBgcICQoL:yG+tKYfxzo8mdSeeI3xEkg==:uOovgc0SKQJGzPE=";

    private final StoredSecrets secrets = new StoredSecrets(MASTER);

    @Test
    void derivesTheKeyFromRawMasterBytes() {
        assertThat(HexFormat.of().formatHex(secrets.derive(LINE)))
                .isEqualTo("91aca379adf4bdd0aa486171f945d92b9649baf9c9e67a529ff2f3c69fc76785");
    }

    @Test
    void writesTheVectorAndReadsItBack() {
        byte[] nonce = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

        assertThat(secrets.encrypt(LINE, "s3cr3t-pass", nonce)).isEqualTo(STORED);
        assertThat(secrets.decrypt(LINE, STORED)).isEqualTo("s3cr3t-pass");
    }

    @Test
    void neverWritesTheSameTextTwice() {
        assertThat(secrets.encrypt(LINE, "a")).isNotEqualTo(secrets.encrypt(LINE, "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with:two:colons", "YQ==:YQ==:YQ==", ""})
    void plainLegacySecretsAreReadAsTheyAre(String plain) {
        assertThat(secrets.decrypt(LINE, plain)).isEqualTo(plain);
    }

    @Test
    void refusesAnotherRowsSecretWithoutQuotingIt() {
        assertThatThrownBy(() -> secrets.decrypt("22222222-2222-4333-8444-555555555555", STORED))
                .isInstanceOf(SecretUnreadableException.class)
                .hasMessageNotContaining("s3cr3t");
    }
}
