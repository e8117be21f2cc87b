// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Workflows of the business whose key is presented; the service key alone sees all. */
@Path("/api/workflows")
public class WorkflowResource {
    private final WorkflowAdmin admin;

    WorkflowResource(WorkflowAdmin admin) {
        this.admin = admin;
    }

    @GET
    public Uni<List<WorkflowView>> list(@Context ContainerRequestContext request) {
        return admin.list(Caller.of(request));
    }

    @GET
    @Path("/{id}")
    public Uni<WorkflowView> get(int id, @Context ContainerRequestContext request) {
        return admin.get(Caller.of(request), id);
    }

    /** 409 when the business has a workflow of this slug, 422 with the fields at fault. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<WorkflowView> create(@Nullable JsonNode body, @Context ContainerRequestContext request) {
        return admin.create(Caller.of(request), WorkflowForm.read(orEmpty(body), true));
    }

    /** Changes what the body names; a new definition is a new version, and counts for the next call. */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<WorkflowView> change(int id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return admin.change(Caller.of(request), id, WorkflowForm.read(orEmpty(body), false));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(int id, @Context ContainerRequestContext request) {
        return admin.delete(Caller.of(request), id);
    }

    private static JsonNode orEmpty(@Nullable JsonNode body) {
        return body == null ? JsonNodeFactory.instance.objectNode() : body;
    }
}
