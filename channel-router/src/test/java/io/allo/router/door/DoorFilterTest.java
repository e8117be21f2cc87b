// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.access.Role;
import io.allo.testkit.TestTokens;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People at the door of the conversations. */
class DoorFilterTest {
    private static final String ACCOUNT = "11110000-0000-4000-8000-000000000001";

    private final CallerAccount caller = new CallerAccount();
    private Uni<String> keySet = Uni.createFrom().item(TestTokens.keySet());

    @Test
    void aPersonEntersForHisAccountWhateverAccountHeNames() {
        assertThat(enter("GET", Role.STAFF, ACCOUNT, "22220000-0000-4000-8000-000000000001"))
                .isNull();
        assertThat(caller.id()).isEqualTo(ACCOUNT);
    }

    @Test
    void anAdministratorNamesTheAccount() {
        assertThat(enter("GET", Role.ADMIN, null, null)).isEqualTo(401);
        assertThat(enter("GET", Role.ADMIN, null, ACCOUNT)).isNull();
        assertThat(caller.id()).isEqualTo(ACCOUNT);
    }

    @Test
    void whoLeadsErases() {
        assertThat(enter("DELETE", Role.STAFF, ACCOUNT, null)).isEqualTo(403);
        assertThat(enter("DELETE", Role.TECHNICIAN, ACCOUNT, null)).isEqualTo(403);
        assertThat(enter("DELETE", Role.SUPERVISOR, ACCOUNT, null)).isNull();
        assertThat(enter("DELETE", Role.OWNER, ACCOUNT, null)).isNull();
    }

    @Test
    void staffAnswersInTheInboxAndTechniciansOnlyReadIt() {
        assertThat(inbox(Role.STAFF)).isNull();
        assertThat(caller.who().actor()).startsWith("user:");
        assertThat(caller.who().leads()).isFalse();
        assertThat(inbox(Role.TECHNICIAN)).isEqualTo(403);
        assertThat(inbox(Role.SUPERVISOR)).isNull();
        assertThat(caller.who().leads()).isTrue();
    }

    private @Nullable Integer inbox(Role role) {
        return enter("POST", "/api/inbox/1/take", Map.of("Authorization", "Bearer " + TestTokens.token(role, ACCOUNT)));
    }

    @Test
    void nonsenseOpensNothingAndWhatCannotBeCheckedIsA503() {
        assertThat(enter("GET", Map.of("Authorization", "Bearer nonsense"))).isEqualTo(401);
        assertThat(enter("GET", Map.of("Authorization", "Basic eA=="))).isEqualTo(401);
        keySet = Uni.createFrom().failure(new IllegalStateException("away"));
        assertThat(enter("GET", Role.OWNER, ACCOUNT, null)).isEqualTo(503);
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
        return enter(method, "/api/conversations/1", headers);
    }

    private @Nullable Integer enter(String method, String path, Map<String, String> headers) {
        // no key comes, so nobody asks what one opens
        DoorFilter door = new DoorFilter(null, null, new PersonTokens(() -> keySet, Clock.systemUTC()), caller);
        Response answer = door.account(uri(path), proxy(HttpHeaders.class, headers), proxy(Request.class, method))
                .await()
                .indefinitely();
        return answer == null ? null : answer.getStatus();
    }

    private static UriInfo uri(String path) {
        return UriInfo.class.cast(Proxy.newProxyInstance(
                UriInfo.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, given) -> method.getName().equals("getPath") ? path : new MultivaluedHashMap<>()));
    }

    /** Answers every question of one argument from a map, every other with the value. */
    private static <T> T proxy(Class<T> type, Object value) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> given != null && value instanceof Map<?, ?> map ? map.get(given[0]) : value));
    }
}
