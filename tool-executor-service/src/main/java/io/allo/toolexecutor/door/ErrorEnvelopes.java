// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.SocketException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Each family of paths keeps its own envelope: {@code {"error"}}, with {@code "success":false} under {@code /api/ai/tools}
 * and {@code "available":false} under {@code /api/availability}. A 5xx says nothing about the inside.
 */
class ErrorEnvelopes {
    private static final Logger LOG = Logger.getLogger(ErrorEnvelopes.class);

    /** PostgreSQL: lock not available, query cancelled by a time limit, too many connections. */
    private static final Set<String> BUSY = Set.of("55P03", "57014", "53300");

    /** PostgreSQL: it stops, it crashed, it starts, it takes no connections now. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "55000");

    /** SQLSTATE class "data exception". */
    private static final String UNSTORABLE_CLASS = "22";

    @ServerExceptionMapper
    Response api(ApiException e, UriInfo uri) {
        return answer(e.status(), e.getMessage(), uri);
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e, UriInfo uri) {
        String field = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .map(name -> name == null ? "[]" : name)
                .collect(Collectors.joining("."));
        Class<?> type = e.getTargetType();
        if (type != null && type.isEnum()) {
            return answer(400, "unknown value of '" + field + "' (expected: one of " + wireNames(type) + ")", uri);
        }
        String expected = type == null ? "another type" : type.getSimpleName().toLowerCase(Locale.ROOT);
        return answer(400, "the field '" + field + "' has the wrong type (expected: " + expected + ")", uri);
    }

    @ServerExceptionMapper
    Response bounds(StreamConstraintsException e, UriInfo uri) {
        return answer(400, "the body is nested too deeply, or a number or text in it is too long", uri);
    }

    /** Enumerations of bodies are named in lower case on the wire. */
    private static String wireNames(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, UriInfo uri) {
        int status = e.getResponse().getStatus();
        return answer(status, reason(status), uri);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, UriInfo uri) {
        String state = sqlState(e);
        if (BUSY.contains(state)) {
            LOG.warnf(e, "database busy path=%s", uri.getPath());
            return answer(503, "busy, try again", uri);
        }
        if (AWAY.contains(state) || isUnreachable(e)) {
            LOG.warnf("database away path=%s", uri.getPath());
            return answer(503, "busy, try again", uri);
        }
        if (state.startsWith(UNSTORABLE_CLASS)) {
            LOG.debugf(e, "unstorable value path=%s", uri.getPath());
            return answer(400, "a value cannot be stored (out of range, or a NUL character)", uri);
        }
        LOG.errorf(e, "request failed path=%s", uri.getPath());
        return answer(500, "internal error", uri);
    }

    /** The SQLSTATE behind a failure, empty when there is none. */
    private static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException pg) {
                return pg.getSqlState();
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static boolean isUnreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof ClosedConnectionException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "the body is not valid JSON";
            case 404 -> "not found";
            case 405 -> "method not allowed";
            case 406 -> "not acceptable";
            case 413 -> "the body is too large";
            case 415 -> "unsupported media type (expected: application/json)";
            default -> status >= 500 ? "internal error" : "bad request";
        };
    }

    private static Response answer(int status, String message, UriInfo uri) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (uri.getPath().startsWith("/api/ai/tools/")) {
            body.put("success", false);
        } else if (uri.getPath().startsWith("/api/availability/")) {
            body.put("available", false);
        }
        body.put("error", message);
        var response = Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE);
        return status == 503 ? response.header(HttpHeaders.RETRY_AFTER, 1).build() : response.build();
    }
}
