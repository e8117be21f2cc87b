// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.signaling.DigestClient.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A100: digest of a client, with vectors computed elsewhere. */
class DigestClientTest {
    private static final String NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c0";
    private static final String URI = "sip:sip.example.com";

    private final DigestClient client = new DigestClient("alice", "s3cret", () -> "0a4f113b");

    private static DigestChallenge challenge(String algorithm, String nonce, boolean stale, String... qop) {
        return new DigestChallenge(false, "sip.example.com", nonce, algorithm, List.of(qop), "oq", stale);
    }

    private String answer() {
        return client.credentials("REGISTER", URI).getFirst().value();
    }

    @ParameterizedTest
    @CsvSource({
        "MD5, fd4589e290eb1b83380196659bc5ab4b",
        "md5, fd4589e290eb1b83380196659bc5ab4b",
        "SHA-256, 76ccdac9e0cf45547160e41dcfa06b41ecaf32c347f27aa0d965a01100c70e11",
        "SHA-512-256, 42a7e35795521faa5d9bfe5252ea67fbf0bef995fd70857a70f0b2a38fd887c1"
    })
    void answersWithEachAlgorithm(String algorithm, String response) {
        assertThat(client.challenged(List.of(challenge(algorithm, NONCE, false, "auth"))))
                .isEqualTo(Verdict.ANSWER);

        assertThat(answer())
                .startsWith("Digest username=\"alice\",realm=\"sip.example.com\",nonce=\"" + NONCE + "\",uri=\"" + URI
                        + "\"")
                .contains("response=\"" + response + "\"", "nc=00000001,qop=auth", "opaque=\"oq\"")
                .contains("algorithm=" + algorithm);
    }

    @Test
    void answersWithoutProtectionWhereNoneIsOffered() {
        client.challenged(List.of(challenge("MD5", NONCE, false)));

        assertThat(answer())
                .contains("response=\"dc80e0aeb121b5058bc67c42a3eba8f3\"")
                .doesNotContain("nc=", "cnonce");
    }

    @Test
    void takesTheTopmostAlgorithmThatItKnows() {
        client.challenged(List.of(
                challenge("SHA-9000", NONCE, false, "auth"),
                challenge("SHA-256", NONCE, false, "auth"),
                challenge("MD5", NONCE, false, "auth")));

        assertThat(client.credentials("REGISTER", URI))
                .singleElement()
                .satisfies(credentials -> assertThat(credentials.value()).contains("algorithm=SHA-256"));
    }

    @Test
    void usesANonceAgainWithARisingCount() {
        client.challenged(List.of(challenge("MD5", NONCE, false, "auth")));
        answer();
        client.begin();

        assertThat(answer()).contains("nc=00000002");
    }

    @Test
    void answersAStaleNonceAnew() {
        client.challenged(List.of(challenge("MD5", NONCE, false, "auth")));
        answer();

        assertThat(client.challenged(List.of(challenge("MD5", "fresh", true, "auth"))))
                .isEqualTo(Verdict.ANSWER);
        assertThat(answer()).contains("nonce=\"fresh\"", "nc=00000001");
    }

    @Test
    void aSecondChallengeToAFreshAnswerIsARefusal() {
        client.challenged(List.of(challenge("MD5", NONCE, false, "auth")));

        assertThat(client.challenged(List.of(challenge("MD5", "another", false, "auth"))))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void anExpiredNonceOfAnEarlierRequestIsNoRefusal() {
        client.challenged(List.of(challenge("MD5", NONCE, false, "auth")));
        client.begin();

        assertThat(client.challenged(List.of(challenge("MD5", "another", false, "auth"))))
                .isEqualTo(Verdict.ANSWER);
    }

    @Test
    void aServerThatCallsEveryNonceStaleIsGivenUp() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.challenged(List.of(challenge("MD5", "n" + i, true, "auth"))))
                    .isEqualTo(Verdict.ANSWER);
        }
        assertThat(client.challenged(List.of(challenge("MD5", "n4", true, "auth"))))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void answersProxyAndRegistrarAlike() {
        client.challenged(List.of(challenge("MD5", NONCE, false, "auth")));
        DigestChallenge proxy = new DigestChallenge(true, "proxy", "p", "MD5", List.of("auth"), null, false);

        assertThat(client.challenged(List.of(proxy))).isEqualTo(Verdict.ANSWER);
        assertThat(client.credentials("REGISTER", URI))
                .extracting(DigestClient.Credentials::header)
                .containsExactly("Authorization", "Proxy-Authorization");
    }

    @Test
    void tellsWhenNothingIsInCommon() {
        assertThat(client.challenged(List.of(challenge("SHA-9000", NONCE, false, "auth"))))
                .isEqualTo(Verdict.UNSUPPORTED);
        assertThat(client.challenged(List.of(challenge("MD5", NONCE, false, "auth-int"))))
                .isEqualTo(Verdict.UNSUPPORTED);
    }
}
