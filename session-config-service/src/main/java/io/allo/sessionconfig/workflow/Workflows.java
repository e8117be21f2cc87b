// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import io.allo.sessionconfig.sipaccount.SipAccount;
import io.allo.sessionconfig.sipaccount.SipAccounts.InUse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which workflow answers a SIP account, and by which account a workflow calls. */
@ApplicationScoped
public class Workflows {
    private final WorkflowRepository repository;

    Workflows(WorkflowRepository repository) {
        this.repository = repository;
    }

    /** The workflow with this id, or null. */
    public Uni<@Nullable Workflow> byId(int id) {
        return repository.byId(id);
    }

    /** Those of a business, by id. */
    public Uni<List<Workflow>> ofAccount(UUID accountId) {
        return repository.ofAccount(accountId);
    }

    /**
     * The workflow that takes the calls of a SIP account: the first one bound to it; else, when the business uses this account
     * for what names none, the first one that is bound to none.
     */
    public static Optional<Workflow> answering(SipAccount account, List<Workflow> ofBusiness, InUse accounts) {
        Optional<Workflow> bound = ofBusiness.stream()
                .filter(workflow -> isBound(workflow, account.id())
                        && VoiceAgentBlock.in(workflow.definition()).isPresent())
                .findFirst();
        if (bound.isPresent()) {
            return bound;
        }
        return ofBusiness.stream()
                .filter(workflow -> VoiceAgentBlock.in(workflow.definition()).isPresent())
                .filter(workflow -> ownAccount(workflow, accounts).isEmpty())
                .findFirst()
                .filter(workflow ->
                        accountOf(workflow, accounts).filter(account::equals).isPresent());
    }

    /** The account of a workflow: its own, else what its business uses when nothing names one. */
    public static Optional<SipAccount> accountOf(Workflow workflow, InUse accounts) {
        return ownAccount(workflow, accounts).or(() -> accounts.chosenFor(workflow.accountId()));
    }

    private static boolean isBound(Workflow workflow, int account) {
        return workflow.sipAccountId() != null && workflow.sipAccountId() == account;
    }

    /** Empty when it names none, one that is switched off, or one of another business. */
    private static Optional<SipAccount> ownAccount(Workflow workflow, InUse accounts) {
        return Optional.ofNullable(workflow.sipAccountId())
                .flatMap(accounts::byId)
                .filter(account -> Objects.equals(account.accountId(), workflow.accountId()));
    }
}
