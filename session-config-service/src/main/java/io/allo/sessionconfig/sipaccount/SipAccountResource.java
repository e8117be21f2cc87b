// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.sipaccount.SipAccountView.Availability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
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
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Administration of SIP accounts. The service key alone is an administrator; with a business, or by a business's own key, only
 * this business's accounts exist. A change reaches the running gateways by {@code trunk-events}.
 */
@Path("/api/admin/sip-accounts")
public class SipAccountResource {
    private final SipAccountAdmin admin;
    private final AuditLog audit;

    SipAccountResource(SipAccountAdmin admin, AuditLog audit) {
        this.admin = admin;
        this.audit = audit;
    }

    /** Default first, then by label. */
    @GET
    public Uni<List<SipAccountView>> list(@Context ContainerRequestContext request) {
        return admin.list(Caller.of(request));
    }

    @GET
    @Path("/{id}")
    public Uni<SipAccountView> get(int id, @Context ContainerRequestContext request) {
        return admin.get(Caller.of(request), id);
    }

    /** 422 with the fields at fault; the default moves to an account that asks for it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<SipAccountView> create(@Nullable Map<String, Object> body, @Context ContainerRequestContext request) {
        return admin.create(Caller.of(request), AccountForm.read(json(body), true))
                .call(created ->
                        note(request, "sip-account.created", created, json(body).fieldNames()));
    }

    /** Changes what the body names. */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<SipAccountView> change(
            int id, @Nullable Map<String, Object> body, @Context ContainerRequestContext request) {
        return admin.change(Caller.of(request), id, AccountForm.read(json(body), false))
                .call(changed ->
                        note(request, "sip-account.changed", changed, json(body).fieldNames()));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(int id, @Context ContainerRequestContext request) {
        return admin.get(Caller.of(request), id)
                .chain(account -> admin.delete(Caller.of(request), id)
                        .call(() -> note(request, "sip-account.removed", account, Set.of())));
    }

    /** Providers' profiles: what each fills into {@code policy} where nothing else is said. */
    @GET
    @Path("/presets")
    public Map<String, Map<String, Object>> presets() {
        return Preset.all();
    }

    @GET
    @Path("/availability")
    public Uni<List<Availability>> availability(
            @RestQuery("workflow_id") @Nullable Integer workflowId, @Context ContainerRequestContext request) {
        return admin.availability(Caller.of(request), workflowId);
    }

    /** Makes an account, the default one, of the global settings. */
    @POST
    @Path("/migrate-from-global")
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<SipAccountView> migrate(@Context ContainerRequestContext request) {
        return admin.migrate(Caller.of(request));
    }

    private Uni<Void> note(ContainerRequestContext request, String action, SipAccountView account, Set<String> fields) {
        return audit.write(
                Actor.known(request), new Change(account.accountId(), action, "sip-account:" + account.id(), fields));
    }

    private static JsonObject json(@Nullable Map<String, Object> body) {
        return body == null ? new JsonObject() : new JsonObject(body);
    }
}
