// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import io.allo.sessionconfig.sipaccount.SipAccounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What administrators do with workflows; a business sees and changes its own only. */
@ApplicationScoped
class WorkflowAdmin {
    private static final int CONFLICT = 409;

    /** A workflow is no agent: none of its rules can mean itself. */
    private static final UUID NO_AGENT = new UUID(0, 0);

    private final WorkflowRepository repository;
    private final SipAccounts accounts;

    WorkflowAdmin(WorkflowRepository repository, SipAccounts accounts) {
        this.repository = repository;
        this.accounts = accounts;
    }

    /** By id. */
    Uni<List<WorkflowView>> list(Caller caller) {
        return repository
                .all()
                .map(all -> all.stream()
                        .filter(workflow -> caller.sees(workflow.accountId()))
                        .map(WorkflowView::of)
                        .toList());
    }

    /** 404 when it does not exist for this caller. */
    Uni<WorkflowView> get(Caller caller, int id) {
        return visible(caller, id).map(WorkflowView::of);
    }

    Uni<WorkflowView> create(Caller caller, WorkflowForm form) {
        return refuseForeignAccount(caller, form.sipAccountId())
                .chain(() -> settleHandoffs(caller.accountId(), form))
                .chain(() -> repository.insert(caller.accountId(), form))
                .onFailure(WorkflowRepository::isTaken)
                .transform(taken -> conflict(form))
                .chain(id -> get(new Caller(null), id));
    }

    Uni<WorkflowView> change(Caller caller, int id, WorkflowForm form) {
        return visible(caller, id)
                .chain(workflow -> refuseForeignAccount(
                                new Caller(workflow.accountId() == null ? caller.accountId() : workflow.accountId()),
                                form.sipAccountId())
                        .chain(() -> settleHandoffs(
                                workflow.accountId() == null ? caller.accountId() : workflow.accountId(), form)))
                .chain(() -> repository.update(id, form))
                .onFailure(WorkflowRepository::isTaken)
                .transform(taken -> conflict(form))
                .chain(() -> get(new Caller(null), id));
    }

    Uni<Void> delete(Caller caller, int id) {
        return visible(caller, id).chain(workflow -> repository.delete(workflow.id()));
    }

    private Uni<Workflow> visible(Caller caller, int id) {
        return repository.byId(id).map(workflow -> {
            if (workflow == null || !caller.sees(workflow.accountId())) {
                throw new NotFoundException("workflow " + id + " is unknown");
            }
            return workflow;
        });
    }

    private Uni<Void> refuseForeignAccount(Caller caller, @Nullable Integer sipAccountId) {
        if (sipAccountId == null) {
            return Uni.createFrom().voidItem();
        }
        return accounts.owner(sipAccountId)
                .invoke(owner -> {
                    if (owner.isEmpty() || !caller.sees(owner.get().accountId())) {
                        throw new UnfitException(List.of(new Fault("sip_account_id", "there is no such SIP account")));
                    }
                })
                .replaceWithVoid();
    }

    /** Names may have been given instead of ids; 422 for whom the business does not have. */
    private Uni<Void> settleHandoffs(@Nullable UUID accountId, WorkflowForm form) {
        List<JsonNode> rules = form.handoffs();
        if (rules.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (accountId == null) {
            throw new UnfitException(List.of(new Fault(HandoffRules.FIELD, "the workflow belongs to no business")));
        }
        return repository
                .agents(accountId)
                .invoke(agents -> {
                    List<Fault> faults = rules.stream()
                            .flatMap(one -> HandoffRules.settle(one, NO_AGENT, agents).entrySet().stream())
                            .map(fault -> new Fault(fault.getKey(), fault.getValue()))
                            .toList();
                    if (!faults.isEmpty()) {
                        throw new UnfitException(faults);
                    }
                })
                .replaceWithVoid();
    }

    private static WebApplicationException conflict(WorkflowForm form) {
        return new WebApplicationException("there is a workflow " + form.slug() + " already", CONFLICT);
    }
}
