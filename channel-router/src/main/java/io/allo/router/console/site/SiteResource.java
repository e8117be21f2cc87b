// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForConsole;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Technicians and sites of an account (rows B66 to B68, B76). */
@Path("/api/console")
@Consumes(MediaType.WILDCARD)
@ForConsole
class SiteResource {
    private static final String UNKNOWN = "no such technician or site";

    private final SiteDesk desk;
    private final CallerAccount caller;

    SiteResource(SiteDesk desk, CallerAccount caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Path("/technicians")
    public Uni<Response> technicians() {
        return desk.technicians(caller.id()).map(all -> Form.json(200, new JsonObject().put("technicians", all)));
    }

    @POST
    @Path("/technicians")
    @Cancellable(false)
    public Uni<Response> addTechnician(byte @Nullable [] body) {
        String account = caller.id();
        return Form.answering(() -> desk.addTechnician(account, Form.of(body)).map(added -> known(201, added)));
    }

    @PUT
    @Path("/technicians/{id}")
    @Cancellable(false)
    public Uni<Response> changeTechnician(String id, byte @Nullable [] body) {
        String account = caller.id();
        return Form.answering(() ->
                desk.changeTechnician(account, Form.uuid(id), Form.of(body)).map(changed -> known(200, changed)));
    }

    @POST
    @Path("/sites")
    @Cancellable(false)
    public Uni<Response> addSite(byte @Nullable [] body) {
        String account = caller.id();
        return Form.answering(() -> desk.addSite(account, Form.of(body)).map(added -> known(201, added)));
    }

    @GET
    @Path("/sites/{id}")
    public Uni<Response> site(String id) {
        String account = caller.id();
        return Form.answering(() -> desk.site(account, Form.uuid(id)).map(found -> known(200, found)));
    }

    @PUT
    @Path("/sites/{id}")
    @Cancellable(false)
    public Uni<Response> changeSite(String id, byte @Nullable [] body) {
        String account = caller.id();
        return Form.answering(
                () -> desk.changeSite(account, Form.uuid(id), Form.of(body)).map(changed -> known(200, changed)));
    }

    /** The site as the account's CRM knows it now; without a CRM as it is stored. 502: the CRM does not answer. */
    @POST
    @Path("/sites/{id}/reload")
    @Cancellable(false)
    public Uni<Response> reload(String id) {
        String account = caller.id();
        return Form.answering(() -> desk.reload(account, Form.uuid(id))
                .map(found -> known(200, found))
                .onFailure(Crm.SilentException.class)
                .recoverWithItem(silent -> Form.error(502, "the CRM does not answer")));
    }

    @GET
    @Path("/sites/{id}/calls")
    public Uni<Response> calls(String id) {
        UUID site = idOrNone(id);
        return desk.calls(caller.id(), site).map(calls -> Form.json(200, new JsonObject().put("calls", calls)));
    }

    @GET
    @Path("/sites/{id}/hints")
    public Uni<Response> hints(String id) {
        UUID site = idOrNone(id);
        return desk.hints(caller.id(), site).map(hints -> Form.json(200, new JsonObject().put("hints", hints)));
    }

    /** What is no id is the id of nothing. */
    private static UUID idOrNone(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    private static Response known(int status, Optional<JsonObject> found) {
        return found.map(json -> Form.json(status, json)).orElseGet(() -> Form.error(404, UNKNOWN));
    }
}
