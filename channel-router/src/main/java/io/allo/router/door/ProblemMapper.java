// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a resource throws becomes a {@link Problem}. A fault of ours shows nothing but a reference into the log. */
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int FIRST_SERVER_ERROR = 500;

    @ServerExceptionMapper
    Response refused(WebApplicationException failure) {
        Response given = failure.getResponse();
        if (given.getStatus() >= FIRST_SERVER_ERROR) {
            return fault(failure, given.getStatus());
        }
        LOG.debugf(failure, "refused with %d", given.getStatus());
        return given.hasEntity() || given.getStatus() < 400
                ? given
                : Problem.of(given.getStatus(), null).response();
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return fault(failure, FIRST_SERVER_ERROR);
    }

    private static Response fault(Throwable failure, int status) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(failure, "request failed; reference=%s", reference);
        return Problem.of(status, "reference " + reference).response();
    }
}
