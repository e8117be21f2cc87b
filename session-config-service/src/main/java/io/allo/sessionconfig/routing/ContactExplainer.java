// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactExplanation.Step;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.allo.sessionconfig.sipaccount.SipAccount;
import io.allo.sessionconfig.sipaccount.SipAccounts;
import io.allo.sessionconfig.sipaccount.SipAccounts.InUse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** @param business what belongs to others does not exist for it; null: nothing is hidden */
    public Uni<ContactExplanation> explain(ContactRequest request, @Nullable UUID business) {
        return accounts.inUse()
                .chain(used -> router.resolve(request).map(found -> {
                    boolean foreign = found != null
                            && business != null
                            && !business.toString().equals(found.accountId());
                    return new ContactExplanation(steps(request, used, foreign ? null : found, business));
                }));
    }

    private static List<Step> steps(
            ContactRequest request, InUse used, @Nullable ContactResolution found, @Nullable UUID business) {
        List<Step> steps = new ArrayList<>();
        Integer id = request.sipAccountId();
        Optional<SipAccount> account = Optional.ofNullable(id)
                .flatMap(used::byId)
                .filter(known -> business == null || business.equals(known.accountId()));
        steps.add(account(id, account));
        if (!steps.getLast().ok()) {
            return steps;
        }
        steps.add(number(request.called(), account));
        steps.add(workflow(request, found));
        if (found != null) {
            steps.add(new Step(
                    "agent",
                    true,
                    found.agentName() + " of business " + found.accountId() + ", model " + found.model() + ", voice "
                            + found.voice()));
            steps.add(new Step(
                    "ring-time",
                    true,
                    String.format(
                            Locale.ROOT,
                            "configured %.2f s; the gateway rings no longer than its own limit",
                            found.ringTimeoutSeconds())));
        }
        return steps;
    }

    private static Step account(@Nullable Integer id, Optional<SipAccount> account) {
        if (id == null) {
            return new Step("sip-account", true, "the call names none: the called address alone decides");
        }
        return account.map(known -> known.accountId() == null
                        ? new Step("sip-account", false, known.label() + " (id " + id + ") belongs to no business")
                        : new Step(
                                "sip-account",
                                true,
                                known.label() + " (id " + id + ") of business " + known.accountId()
                                        + (known.isDefault() ? ", the default" : "")))
                .orElseGet(() -> new Step("sip-account", false, "id " + id + " is unknown or switched off"));
    }

    private static Step number(String called, Optional<SipAccount> account) {
        String region = account.map(SipAccount::numberRegion).orElse(ANY_REGION);
        String canonical = CalledAddress.canonical(called);
        String detail = CalledAddress.e164(canonical, region)
                .map(number -> number + " (region " + region + ")")
                .orElse("no telephone number in region " + region + ", compared as it came: " + canonical);
        return new Step("number", true, detail);
    }

    private static Step workflow(ContactRequest request, @Nullable ContactResolution found) {
        if (found == null) {
            return new Step(
                    "workflow",
                    false,
                    request.workflowId() == null
                            ? "no agent has this number, and no workflow answers this SIP account"
                            : "workflow " + request.workflowId() + " does not exist or has no voice-agent step");
        }
        return found.workflowId() == null
                ? new Step("workflow", true, "none: the called address belongs to an agent")
                : new Step("workflow", true, found.agentName() + " (id " + found.workflowId() + ")");
    }
}
