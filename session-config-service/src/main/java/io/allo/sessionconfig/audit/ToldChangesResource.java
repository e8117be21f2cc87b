// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.audit;

import io.allo.sessionconfig.audit.AuditLog.Told;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/audit}: another service tells what somebody changed there. The same change told again is one line. */
@Path("/internal/audit")
public class ToldChangesResource {
    private static final int LONGEST_ACTION = 64;
    private static final int LONGEST = 200;
    private static final int MOST_FIELDS = 100;

    private final AuditLog log;

    ToldChangesResource(AuditLog log) {
        this.log = log;
    }

    @POST
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> add(@Nullable Told told) {
        if (told == null) {
            throw new BadRequestException("a JSON body is required");
        }
        checkAccount(told.accountId());
        check("actor", told.actor(), LONGEST);
        check("action", told.action(), LONGEST_ACTION);
        check("object", told.object(), LONGEST);
        if (told.fields().size() > MOST_FIELDS) {
            throw new BadRequestException("fields: expected at most " + MOST_FIELDS);
        }
        told.fields().forEach(field -> check("fields", field, LONGEST));
        return log.writeOnce(told);
    }

    private static void checkAccount(String account) {
        try {
            UUID.fromString(account);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("accountId: expected a UUID", e);
        }
    }

    private static void check(String name, String value, int longest) {
        if (value.isBlank() || value.length() > longest || value.indexOf(0) >= 0) {
            throw new BadRequestException(name + ": expected 1 to " + longest + " characters");
        }
    }
}
