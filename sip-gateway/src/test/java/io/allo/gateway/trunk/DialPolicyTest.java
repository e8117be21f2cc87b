// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.contracts.trunk.TrunkPolicy.CallerIdProfile;
import io.allo.contracts.trunk.TrunkPolicy.DialFormat;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.contracts.trunk.TrunkPolicy.Srtp;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.DialPolicy.Verdict;
import io.allo.gateway.trunk.TrunkUsage.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C16: what may be dialled, how it is written, and how much of it. */
class DialPolicyTest {
    private static Trunk trunk(DialFormat format, String... allow) {
        TrunkPolicy policy = new TrunkPolicy(
                null,
                true,
                3600,
                null,
                InboundAuth.SOURCE,
                List.of(),
                false,
                0,
                0,
                0,
                List.of(allow),
                format,
                CallerIdProfile.FROM_USERNAME,
                null,
                "FR",
                Srtp.OFF,
                List.of("PCMA"),
                false,
                true,
                0,
                0,
                null,
                null);
        return TestTrunks.trunk(1, "sip:gateway@trunk.test:5070", policy);
    }

    private static String uri(DialFormat format, String target) {
        Trunk trunk = trunk(format, "+33", "+32");
        return DialPolicy.judge(trunk, target) instanceof Verdict.Allowed allowed ? allowed.uri(trunk) : "refused";
    }

    @ParameterizedTest
    @CsvSource({
        "E164, 01 23 45 67 89, sip:+33123456789@trunk.test:5070",
        "E164, +33 1 23 45 67 89, sip:+33123456789@trunk.test:5070",
        "E164, 0033123456789, sip:+33123456789@trunk.test:5070",
        "E164, tel:+33-1-23-45-67-89, sip:+33123456789@trunk.test:5070",
        "E164, sip:+33123456789@elsewhere.example;user=phone, sip:+33123456789@trunk.test:5070",
        "E164_WITHOUT_PLUS, 0123456789, sip:33123456789@trunk.test:5070",
        "INTERNATIONAL_00, 0123456789, sip:0033123456789@trunk.test:5070",
        "NATIONAL, +33123456789, sip:0123456789@trunk.test:5070",
        "NATIONAL, +32 2 345 67 89, sip:003223456789@trunk.test:5070",
        "AS_GIVEN, 01 23 45 67 89, sip:0123456789@trunk.test:5070"
    })
    void writesTheNumberAsTheTrunkWantsIt(DialFormat format, String target, String uri) {
        assertThat(uri(format, target)).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "112, emergency",
        "15, emergency",
        "17, emergency",
        "3949, short-number",
        "0899123456, premium",
        "+33899123456, premium",
        "*21*0123456789#, feature-code",
        "+4915112345678, not-on-allow-list",
        "+331, invalid-number",
        "reception, no-number",
        "'', no-number",
        "sip:reception@trunk.test, uri-not-allowed",
        "sip:112@trunk.test, emergency"
    })
    void refusesWhatIsNotListedDearOrDangerous(String target, String reason) {
        assertThat(DialPolicy.judge(trunk(DialFormat.E164, "+33", "+32"), target))
                .isEqualTo(new Verdict.Refused(reason));
    }

    @Test
    void extensionsAndUrisAreTakenWordForWord() {
        Trunk pbx = trunk(DialFormat.E164, "1001", "sip:reception@pbx.test");

        assertThat(DialPolicy.judge(pbx, "1001")).isEqualTo(new Verdict.Allowed("1001", "1001"));
        assertThat(DialPolicy.judge(pbx, "1002")).isEqualTo(new Verdict.Refused("short-number"));
        assertThat(DialPolicy.judge(pbx, "sip:reception@pbx.test"))
                .isInstanceOfSatisfying(
                        Verdict.Allowed.class,
                        allowed -> assertThat(allowed.uri(pbx)).isEqualTo("sip:reception@pbx.test"));
    }

    @Test
    void anEmptyListAllowsNothing() {
        assertThat(DialPolicy.judge(trunk(DialFormat.E164), "+33123456789"))
                .isEqualTo(new Verdict.Refused("not-on-allow-list"));
    }

    @Test
    void callsAtTheSameTimeAreLimitedInBothDirectionsTogether() {
        VirtualClock clock = new VirtualClock();
        AccountLoad load = new AccountLoad(clock);
        TrunkUsage usage = new TrunkUsage(load, clock);
        Trunk trunk = TestTrunks.trunk(1, "sip:t@t", TestTrunks.policy(3600, 0, 0, 1, 0, 0));
        load.enter(trunk);

        assertThat(usage.take(trunk)).isEqualTo(new Answer.Full("account-limit"));
        load.leave(1);
        assertThat(usage.take(trunk)).isInstanceOf(Answer.Taken.class);
    }

    @Test
    void dialledMinutesADayAreLimited() {
        VirtualClock clock = new VirtualClock();
        TrunkUsage usage = new TrunkUsage(new AccountLoad(clock), clock);
        Trunk trunk = TestTrunks.trunk(1, "sip:t@t", TestTrunks.policy(3600, 0, 0, 0, 0, 3));
        TrunkUsage.Permit call = ((Answer.Taken) usage.take(trunk)).permit();
        call.answered();
        clock.advance(Duration.ofSeconds(121));

        assertThat(usage.take(trunk)).isEqualTo(new Answer.Full("account-minutes"));
        assertThat(call.giveBack()).contains(Duration.ofSeconds(121));
        assertThat(usage.take(trunk)).isEqualTo(new Answer.Full("account-minutes"));
        clock.advance(Duration.ofDays(1));
        assertThat(usage.take(trunk)).isInstanceOf(Answer.Taken.class);
    }
}
