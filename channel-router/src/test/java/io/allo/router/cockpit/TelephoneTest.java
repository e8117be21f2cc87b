// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.cockpit.Gateways.Gateway;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several gateways, some of them away. */
class TelephoneTest {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final String REGISTERED = "[{\"id\":1,\"label\":\"OVH\",\"state\":\"registered\",\"calls\":2}]";
    private static final String REJECTED = "[{\"id\":1,\"label\":\"OVH\",\"state\":\"rejected\",\"status\":403}]";

    @Test
    void trunksOfAllGatewaysStandTogetherAndSayWhose() {
        var telephone = new Telephone(
                List.of(gateway("a:8060", REGISTERED), gateway("b:8060", REJECTED), gateway("c:8060", null)), "key");

        assertThat(telephone.trunks("account").await().atMost(LIMIT))
                .hasValueSatisfying(trunks -> assertThat(trunks)
                        .extracting(trunk -> trunk.gateway() + " " + trunk.state())
                        .containsExactly("a:8060 registered", "b:8060 rejected"));
    }

    @Test
    void withoutAnyAnswerTrunksAreUnknownAndNotNone() {
        assertThat(new Telephone(List.of(gateway("a:8060", null)), "key")
                        .trunks("account")
                        .await()
                        .atMost(LIMIT))
                .isEmpty();
        assertThat(new Telephone(List.of(gateway(null, "[]")), "key")
                        .trunks("account")
                        .await()
                        .atMost(LIMIT))
                .isEqualTo(Optional.of(List.of()));
    }

    @Test
    void theLadderIsThatOfTheGatewayThatHadTheCall() {
        var telephone = new Telephone(List.of(gateway("a:8060", null), gateway("b:8060", "{\"messages\":[]}")), "key");

        assertThat(telephone.ladder("account", "call").await().atMost(LIMIT)).contains("{\"messages\":[]}");
    }

    /** @param answer null: it is away */
    private static Gateway gateway(@Nullable String name, @Nullable String answer) {
        // no class that implements the interface: Quarkus would serve it
        return new Gateway(name, (GatewayApi) Proxy.newProxyInstance(
                GatewayApi.class.getClassLoader(),
                new Class<?>[] {GatewayApi.class},
                (proxy, method, given) -> answer == null
                        ? Uni.createFrom().failure(new IllegalStateException("away"))
                        : Uni.createFrom().item(answer)));
    }
}
