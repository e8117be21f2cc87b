// SPDX-License-Identifier: Apache-2.0
package io.allo.router.api;

import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForAccount;
import io.allo.router.door.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.jboss.resteasy.reactive.RestPath;

/** A person is a number, on whatever channel. */
@Path("/api/persons")
@ForAccount
@Produces(MediaType.APPLICATION_JSON)
class PersonResource {
    private final CallerAccount account;
    private final PersonErasure erasure;

    PersonResource(CallerAccount account, PersonErasure erasure) {
        this.account = account;
        this.erasure = erasure;
    }

    /**
     * Erases what the account knows of a person, and says what.
     *
     * @param number E.164
     */
    @DELETE
    @Path("/{number}")
    @Blocking
    public PersonErasure.Report erase(@RestPath String number) throws IOException {
        if (!number.matches("\\+[1-9][0-9]{6,14}")) {
            throw new BadRequestException(Problem.of(400, "number: expected E.164, for example +33612345678")
                    .response());
        }
        return erasure.erase(account.id(), number);
    }
}
