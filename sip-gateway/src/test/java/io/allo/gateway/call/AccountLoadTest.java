// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static io.allo.gateway.peer.TestAccounts.limited;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountLoadTest {
    private final VirtualClock clock = new VirtualClock();
    private final AccountLoad load = new AccountLoad(clock);

    @Test
    void whatWouldBeRefusedIsForetoldWithoutBeingCounted() {
        Trunk trunk = limited(1, "desk", InboundAuth.NONE, List.of(), false, 3, 2);
        for (int asked = 0; asked < 5; asked++) {
            assertThat(load.refusalNow(trunk)).isEmpty();
        }

        assertThat(load.enter(trunk)).isEmpty();
        assertThat(load.enter(trunk)).isEmpty();
        assertThat(load.refusalNow(trunk)).contains(RefusalReason.ACCOUNT_RATE);
        assertThat(load.enter(trunk)).contains(RefusalReason.ACCOUNT_RATE);

        clock.advance(Duration.ofSeconds(1));
        assertThat(load.refusalNow(trunk)).isEmpty();
        assertThat(load.enter(trunk)).isEmpty();
        assertThat(load.refusalNow(trunk)).contains(RefusalReason.ACCOUNT_LIMIT);
        assertThat(load.live(1)).isEqualTo(3);

        load.leave(1);
        assertThat(load.refusalNow(trunk)).isEmpty();
    }
}
