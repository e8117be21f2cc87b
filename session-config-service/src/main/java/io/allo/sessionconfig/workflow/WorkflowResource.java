// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
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
    private final AuditLog audit;

    WorkflowResource(WorkflowAdmin admin, AuditLog audit) {
        this.admin = admin;
        this.audit = audit;
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
        return admin.create(Caller.of(request), WorkflowForm.read(orEmpty(body), true))
                .call(made -> note(request, "workflow.created", made));
    }

    /** Changes what the body names; a new definition is a new version, and counts for the next call. */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<WorkflowView> change(int id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return admin.change(Caller.of(request), id, WorkflowForm.read(orEmpty(body), false))
                .call(changed -> note(request, "workflow.changed", changed));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(int id, @Context ContainerRequestContext request) {
        return admin.get(Caller.of(request), id)
                .chain(workflow ->
                        admin.delete(Caller.of(request), id).call(() -> note(request, "workflow.removed", workflow)));
    }

    private Uni<Void> note(ContainerRequestContext request, String action, WorkflowView workflow) {
        return audit.write(
                Actor.known(request), new Change(workflow.accountId(), action, "workflow:" + workflow.id(), List.of()));
    }

    private static JsonNode orEmpty(@Nullable JsonNode body) {
        return body == null ? JsonNodeFactory.instance.objectNode() : body;
    }
}
