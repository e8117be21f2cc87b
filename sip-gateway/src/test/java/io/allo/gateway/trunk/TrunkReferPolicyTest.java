// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.DialRequest.Origin;
import io.allo.gateway.call.ReferPolicy.Verdict;
import io.allo.gateway.call.TransferOrder;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.peer.TestTrunks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row C22: whom a caller may be handed to, also one who came by no SIP account. */
class TrunkReferPolicyTest {
    private static final String BUSINESS = "00000000-0000-0000-0000-00000000000a";
    private static final TrunkPolicy WITHOUT_ACCOUNTS =
            TrunkPolicy.careful("FR").dialling(List.of("+"));

    private static TrunkReferPolicy policy(Trunk... trunks) {
        SipAccounts accounts = new SipAccounts(
                () -> CompletableFuture.completedFuture(List.of(trunks)), new VirtualClock(), Duration.ofHours(1));
        accounts.start();
        return new TrunkReferPolicy(accounts, WITHOUT_ACCOUNTS);
    }

    private static CallRequest call(@Nullable Integer sipAccountId) {
        return new CallRequest(new CallId("call-0001"), "+33612345678", "restaurant", Instant.EPOCH, sipAccountId);
    }

    private static TransferOrder order(String target, @Nullable String business) {
        return new TransferOrder(target, StreamMessage.Transfer.Mode.BLIND, Origin.AGENT, business, null);
    }

    @Test
    void callByAnAccountGoesToTheTrunksOwnAddress() {
        // Given
        TrunkReferPolicy policy = policy(TestTrunks.trunk(1, "sip:trunk.example.com:5070"));

        // When
        Verdict verdict = policy.judge(call(1), order("01 23 45 67 89", null));

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Refer("sip:+33123456789@trunk.example.com:5070"));
    }

    @Test
    void callOfNoAccountIsReferredInItsOwnDialog() {
        // Given
        TrunkReferPolicy bare = policy();

        // When
        Verdict verdict = bare.judge(call(null), order("01 23 45 67 89", null));

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Refer("+33123456789"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"112", "15", "3631", "0899123456", "*21*0123456789#", "sip:anybody@example.com", "1001"})
    void policyStandsBeforeTheReferOfABareCall(String target) {
        // Given
        TrunkReferPolicy bare = policy();

        // When
        Verdict verdict = bare.judge(call(null), order(target, null));

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void callOfNoAccountGoesByTheRulesOfItsAgentsBusiness() {
        // Given
        TrunkReferPolicy policy = policy(TestTrunks.of(BUSINESS, TestTrunks.trunk(3, "sip:trunk.example.com")));

        // When
        Verdict listed = policy.judge(call(null), order("+33123456789", BUSINESS));
        Verdict abroad = policy.judge(call(null), order("+4915112345678", BUSINESS));

        // Then
        assertThat(listed).isEqualTo(new Verdict.Refer("+33123456789"));
        assertThat(abroad).isEqualTo(new Verdict.Refused("not-on-allow-list"));
    }

    @Test
    void withoutABusinessTheDefaultAccountJudges() {
        // Given
        TrunkReferPolicy policy =
                policy(TestTrunks.trunk(1, "sip:one.example.com"), TestTrunks.trunk(2, "sip:two.example.com"));

        // When
        Verdict abroad = policy.judge(call(null), order("+4915112345678", null));

        // Then
        assertThat(abroad).isEqualTo(new Verdict.Refused("not-on-allow-list"));
    }

    @Test
    void accountThatIsGoneHandsNobodyOver() {
        // Given
        TrunkReferPolicy policy = policy(TestTrunks.trunk(1, "sip:one.example.com"));

        // When
        Verdict verdict = policy.judge(call(9), order("+33123456789", null));

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Refused("no SIP account"));
    }
}
