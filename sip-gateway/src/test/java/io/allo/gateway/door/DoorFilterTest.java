// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.access.Role;
import io.allo.testkit.TestTokens;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People at the door of the calls. */
class DoorFilterTest {
    private final Caller caller = new Caller();
    private Uni<String> keySet = Uni.createFrom().item(TestTokens.keySet());

    @Test
    void aPersonSeesTheCallsOfHisAccountWhateverAccountHeNames() {
        assertThat(enter("GET", Role.STAFF, "mine", "theirs")).isNull();
        assertThat(caller.account()).isEqualTo("mine");
    }

    @Test
    void anAdministratorSeesAllOrTheAccountThatHeNames() {
        assertThat(enter("GET", Role.ADMIN, null, null)).isNull();
        assertThat(caller.account()).isNull();
        assertThat(enter("GET", Role.ADMIN, null, "theirs")).isNull();
        assertThat(caller.account()).isEqualTo("theirs");
    }

    @Test
    void staffPlacesAndEndsNoCalls() {
        assertThat(enter("POST", Role.STAFF, "mine", null)).isEqualTo(403);
        assertThat(enter("DELETE", Role.STAFF, "mine", null)).isEqualTo(403);
        assertThat(enter("POST", Role.TECHNICIAN, "mine", null)).isNull();
    }

    @Test
    void nonsenseOpensNothingAndWhatCannotBeCheckedIsA503() {
        assertThat(enter("GET", Map.of("Authorization", "Bearer nonsense"))).isEqualTo(401);
        keySet = Uni.createFrom().failure(new IllegalStateException("away"));
        assertThat(enter("GET", Role.OWNER, "mine", null)).isEqualTo(503);
    }

    private @Nullable Integer enter(String method, Role role, @Nullable String account, @Nullable String named) {
        String bearer = "Bearer " + TestTokens.token(role, account);
        return enter(
                method,
                named == null
                        ? Map.of("Authorization", bearer)
                        : Map.of("Authorization", bearer, "X-Allo-Account", named));
    }

    private @Nullable Integer enter(String method, Map<String, String> headers) {
        // no key comes, so nobody asks what one opens, nor where the request comes from
        DoorFilter door = new DoorFilter(null, null, new PersonTokens(() -> keySet), null, caller);
        UriInfo uri =
                proxy(UriInfo.class, Map.of("getPath", "/api/calls", "getQueryParameters", new MultivaluedHashMap<>()));
        ContainerRequestContext request = proxy(
                ContainerRequestContext.class,
                Map.of("getUriInfo", uri, "getMethod", method, "getHeaderString", headers));
        Response answer = door.check(request, null).await().indefinitely();
        return answer == null ? null : answer.getStatus();
    }

    /** Answers each method by its name; a method with an argument from the map of that name. */
    private static <T> T proxy(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Object answer = answers.get(method.getName());
                    return given == null ? answer : ((Map<?, ?>) answer).get(given[0]);
                }));
    }
}
