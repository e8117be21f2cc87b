// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import static io.allo.sessionconfig.routing.ExplainWords.ACCOUNT_UNKNOWN;
import static io.allo.sessionconfig.routing.ExplainWords.AGENT;
import static io.allo.sessionconfig.routing.ExplainWords.DEFAULT_OF_BUSINESS;
import static io.allo.sessionconfig.routing.ExplainWords.NOBODY;
import static io.allo.sessionconfig.routing.ExplainWords.NO_ACCOUNT_NAMED;
import static io.allo.sessionconfig.routing.ExplainWords.NO_NUMBER;
import static io.allo.sessionconfig.routing.ExplainWords.NO_WORKFLOW;
import static io.allo.sessionconfig.routing.ExplainWords.NUMBER;
import static io.allo.sessionconfig.routing.ExplainWords.OF_BUSINESS;
import static io.allo.sessionconfig.routing.ExplainWords.OF_NO_BUSINESS;
import static io.allo.sessionconfig.routing.ExplainWords.RING;
import static io.allo.sessionconfig.routing.ExplainWords.WORKFLOW;
import static io.allo.sessionconfig.routing.ExplainWords.WORKFLOW_UNKNOWN;

import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactExplanation.Step;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.allo.sessionconfig.sipaccount.SipAccount;
import io.allo.sessionconfig.sipaccount.SipAccounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says step by step who would take a contact, and where it would end. */
@ApplicationScoped
public class ContactExplainer {
    private static final String ANY_REGION = "ZZ";

    private final SipAccounts accounts;
    private final ContactRouter router;

    ContactExplainer(SipAccounts accounts, ContactRouter router) {
        this.accounts = accounts;
        this.router = router;
    }

    /**
     * As the reader's language has it.
     *
     * @param business what belongs to others does not exist for it; null: nothing is hidden
     * @param language {@code fr} or {@code en}; null is English
     */
    public Uni<ContactExplanation> explain(ContactRequest request, @Nullable UUID business, @Nullable String language) {
        return accounts.inUse()
                .chain(used -> router.resolve(request).map(found -> {
                    boolean foreign = found != null
                            && business != null
                            && !business.toString().equals(found.accountId());
                    Optional<SipAccount> account = Optional.ofNullable(request.sipAccountId())
                            .flatMap(used::byId)
                            .filter(known -> business == null || business.equals(known.accountId()));
                    return new ContactExplanation(new Reader(request, account, language).steps(foreign ? null : found));
                }));
    }

    /** One explanation, in one language. */
    private record Reader(
            ContactRequest request,
            Optional<SipAccount> account,
            @Nullable String language) {
        List<Step> steps(@Nullable ContactResolution found) {
            List<Step> steps = new ArrayList<>();
            steps.add(sipAccount());
            if (!steps.getLast().ok()) {
                return steps;
            }
            steps.add(number());
            steps.add(workflow(found));
            if (found != null) {
                steps.add(new Step(
                        "agent", true, say(AGENT, found.agentName(), found.accountId(), found.model(), found.voice())));
                steps.add(new Step("ring-time", true, say(RING, found.ringTimeoutSeconds())));
            }
            return steps;
        }

        private Step sipAccount() {
            Integer id = request.sipAccountId();
            if (id == null) {
                return new Step("sip-account", true, say(NO_ACCOUNT_NAMED));
            }
            return account.map(known -> {
                        UUID business = known.accountId();
                        return business == null
                                ? new Step("sip-account", false, say(OF_NO_BUSINESS, known.label(), id))
                                : new Step(
                                        "sip-account",
                                        true,
                                        say(
                                                known.isDefault() ? DEFAULT_OF_BUSINESS : OF_BUSINESS,
                                                known.label(),
                                                id,
                                                business));
                    })
                    .orElseGet(() -> new Step("sip-account", false, say(ACCOUNT_UNKNOWN, id)));
        }

        private Step number() {
            String region = account.map(SipAccount::numberRegion).orElse(ANY_REGION);
            String canonical = CalledAddress.canonical(request.called());
            return new Step(
                    "number",
                    true,
                    CalledAddress.e164(canonical, region)
                            .map(number -> say(NUMBER, number, region))
                            .orElseGet(() -> say(NO_NUMBER, region, canonical)));
        }

        private Step workflow(@Nullable ContactResolution found) {
            if (found == null) {
                Integer wanted = request.workflowId();
                return new Step("workflow", false, wanted == null ? say(NOBODY) : say(WORKFLOW_UNKNOWN, wanted));
            }
            Integer workflow = found.workflowId();
            return new Step(
                    "workflow", true, workflow == null ? say(NO_WORKFLOW) : say(WORKFLOW, found.agentName(), workflow));
        }

        private String say(ExplainWords words, Object... facts) {
            return words.in(language, facts);
        }
    }
}
