// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.allo.sessionconfig.agent.Agents.AgentOfAnotherAccountException;
import io.vertx.pgclient.PgException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** One shape for every error of this service: {@code {"error": "…"}}; a 5xx says nothing of what is inside. */
public class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);
    private static final int UNPROCESSABLE = 422;

    /** Missing or unfit input, field by field. */
    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException e) {
        String text = e.getConstraintViolations().stream()
                .map(violation -> violation.getPropertyPath() + ": " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return error(400, text);
    }

    /** Well-formed input that cannot be accepted; with the fields at fault and the members of RFC 9457. */
    @ServerExceptionMapper
    public Response unfit(UnfitException e) {
        return Response.status(UNPROCESSABLE)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of(
                        "error", e.getMessage(),
                        "title", "Unprocessable Content",
                        "status", UNPROCESSABLE,
                        "detail", e.getMessage(),
                        "errors", e.faults()))
                .build();
    }

    /** An id that is taken. */
    @ServerExceptionMapper
    public Response conflict(AgentOfAnotherAccountException e) {
        return error(409, e.getMessage());
    }

    /** Another service is away. */
    @ServerExceptionMapper
    public Response unavailable(UnavailableException e) {
        LOG.warnf("%s cause=%s", e.getMessage(), String.valueOf(e.getCause()));
        return error(Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), e.getMessage());
    }

    /** What a resource refuses on purpose. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            LOG.error("request failed", e);
            return error(status, "internal error");
        }
        return error(status, e.getMessage());
    }

    /** Well-formed JSON that does not fit: the field is named, nothing of the program. */
    @ServerExceptionMapper
    public Response mistyped(MismatchedInputException e) {
        String field = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return error(400, field.isEmpty() ? "expected a JSON object" : "the field '" + field + "' has the wrong type");
    }

    /** Everything else is our fault, but for values that a database cannot hold (SQLSTATE class 22: data exception). */
    @ServerExceptionMapper
    public Response failed(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException pg
                    && pg.getSqlState() != null
                    && pg.getSqlState().startsWith("22")) {
                return error(400, "a value cannot be stored (out of range, or a NUL character)");
            }
        }
        LOG.error("request failed", e);
        return error(500, "internal error");
    }

    private static Response error(int status, String text) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("error", text))
                .build();
    }
}
