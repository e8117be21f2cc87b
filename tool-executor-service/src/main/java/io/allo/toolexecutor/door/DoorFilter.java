// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.access.Paths;
import io.allo.access.Person;
import io.allo.access.TokenDoor;
import io.allo.contracts.ServiceKeys;
import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Nothing comes in without a key. {@code /internal/**} takes the service key; everything else takes an account's key
 * ({@code X-API-Key} or {@code ?key=}), a person's token as far as {@link RoleRules} let him, or the service key together with
 * {@code X-Allo-Account}. {@code GET /api/ai} and logins are relayed to session-config-service, which has its own door;
 * links to calendar files are signed.
 */
class DoorFilter {
    /** Relayed to session-config-service, and where the other pages are. */
    private static final Set<String> OPEN = Set.of(
            "GET /api/ai",
            "POST /api/login",
            "POST /api/login/refresh",
            "POST /api/logout",
            "GET /api/login/accounts",
            "GET /pages/links.json");

    /** Links that were sent to customers carry their own proof: one segment, nothing that leads elsewhere. */
    private static final Pattern SIGNED = Pattern.compile("/?calendar-file/[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.ics");

    private static final int LONGEST_KEY = 512;
    private static final int LONGEST_IDEMPOTENCY_KEY = 255;

    private final AccountKeys accountKeys;
    private final PersonTokens tokens;
    private final Caller caller;
    private final ServiceKey serviceKey;

    DoorFilter(AccountKeys accountKeys, PersonTokens tokens, Caller caller, ServiceKey serviceKey) {
        this.accountKeys = accountKeys;
        this.tokens = tokens;
        this.caller = caller;
        this.serviceKey = serviceKey;
    }

    @ServerRequestFilter(nonBlocking = true)
    @Nullable
    Uni<Response> check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean signed =
                request.getMethod().equals("GET") && SIGNED.matcher(path).matches();
        if (signed || OPEN.contains(request.getMethod() + " " + Paths.spelled(path))) {
            return null;
        }
        String key = presentedKey(request);
        Optional<String> token = TokenDoor.bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (key == null && token.isPresent() && !path.contains("/internal/")) {
            String idempotencyKey = idempotencyKey(request);
            return tokens.bearer(token.get()).map(found -> {
                Person person = found.orElseThrow(() -> ApiException.unauthorized("unknown or expired token"));
                caller.enter(accountOf(person, request), "user:" + person.userId(), idempotencyKey);
                return (Response) null;
            });
        }
        if (key == null) {
            throw ApiException.unauthorized("an API key is required: header X-API-Key or query parameter key");
        }
        boolean ofService = serviceKey.matches(key);
        if (path.contains("/internal/")) {
            if (!ofService) {
                throw ApiException.unauthorized("this path takes the service key only");
            }
            return null;
        }
        String idempotencyKey = idempotencyKey(request);
        if (ofService) {
            String account = request.getHeaderString(ServiceKeys.ACCOUNT_HEADER);
            if (account == null || account.isBlank()) {
                throw ApiException.unauthorized("the service key needs the header X-Allo-Account here");
            }
            caller.enter(account, Caller.SERVICE, idempotencyKey);
            return null;
        }
        return accountKeys.accountOf(key).map(found -> {
            String account = found.orElseThrow(() -> ApiException.unauthorized("unknown API key"));
            caller.enter(account, "key:" + account, idempotencyKey);
            return (Response) null;
        });
    }

    /** The account for which this person may do this. */
    private static String accountOf(Person person, ContainerRequestContext request) {
        if (!RoleRules.mayPass(
                person.role(), request.getMethod(), request.getUriInfo().getPath())) {
            throw ApiException.forbidden("the role " + person.role().wireName() + " may not do this");
        }
        String account =
                person.accountId() == null ? request.getHeaderString(ServiceKeys.ACCOUNT_HEADER) : person.accountId();
        if (account == null || account.isBlank()) {
            throw ApiException.badRequest("an administrator names the account in the header X-Allo-Account");
        }
        return account;
    }

    private static @Nullable String presentedKey(ContainerRequestContext request) {
        String header = request.getHeaderString(ServiceKeys.API_KEY_HEADER);
        String key = header != null
                ? header
                : request.getUriInfo().getQueryParameters().getFirst("key");
        return key == null || key.isBlank() || key.length() > LONGEST_KEY ? null : key;
    }

    private static @Nullable String idempotencyKey(ContainerRequestContext request) {
        String key = request.getHeaderString(ServiceKeys.IDEMPOTENCY_HEADER);
        if (key == null || key.isBlank()) {
            return null;
        }
        if (key.length() > LONGEST_IDEMPOTENCY_KEY) {
            throw ApiException.badRequest("Idempotency-Key has " + key.length() + " characters (expected: at most "
                    + LONGEST_IDEMPOTENCY_KEY + ")");
        }
        return key;
    }
}
