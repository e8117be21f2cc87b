// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.explain;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.InviteCheck;
import io.allo.gateway.call.RefusalReason;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.call.WaitingRoom;
import io.allo.gateway.explain.Explanation.Step;
import io.allo.gateway.sessionconfig.SessionConfigApi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Walks the road of an inbound call without calling: source, SIP account, limits and room by the parts that decide of real
 * INVITEs, then number, workflow and agent by session-config-service, then the workers. Stops at the first step that fails. What is
 * limited is judged as it stands at this moment.
 */
@ApplicationScoped
public class CallExplainer {
    private static final Logger LOG = Logger.getLogger(CallExplainer.class);
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final CallController calls;
    private final TrunkDirectory trunks;
    private final AccountLoad load;
    private final SessionConfigApi contacts;
    private final GatewayIdentity identity;

    CallExplainer(
            CallController calls,
            TrunkDirectory trunks,
            AccountLoad load,
            @RestClient SessionConfigApi contacts,
            GatewayIdentity identity) {
        this.calls = calls;
        this.trunks = trunks;
        this.load = load;
        this.contacts = contacts;
        this.identity = identity;
    }

    /**
     * @param account SIP account to assume, by id or label; null = the one that the gateway would find
     * @param check of the SIP endpoint
     * @param visible whether the asking business may be told of a call of this account
     */
    public record Question(
            String from,
            String to,
            @Nullable String account,
            InetAddress source,
            InviteCheck check,
            Predicate<@Nullable Trunk> visible) {}

    /** @throws IllegalArgumentException when from or to cannot stand in an INVITE */
    public Uni<Explanation> explain(Question question) {
        List<Step> steps = new ArrayList<>();
        InviteCheck.Finding finding = question.check().check(question.from(), question.to(), question.source());
        if (finding.banned()) {
            steps.add(new Step("source", false, "banned for a while: it hears nothing"));
            return refused(RefusalReason.BANNED, steps);
        }
        steps.add(new Step("source", true, "not banned"));
        Optional<Trunk> assumed = assumed(question.account());
        if (question.account() != null && assumed.isEmpty()) {
            steps.add(new Step("account", false, "no active SIP account of this id or label"));
            return refused(RefusalReason.UNKNOWN_ACCOUNT, steps);
        }
        Trunk trunk = assumed.orElse(finding.trunk());
        if (!question.visible().test(trunk)) {
            return refused(RefusalReason.UNKNOWN_ACCOUNT, List.of(new Step("account", false, "not a call of yours")));
        }
        RefusalReason refusal = assumed.isPresent() ? null : finding.refusal();
        if (refusal != null) {
            steps.add(new Step("account", false, refusal.endReason().slug()));
            return refused(refusal, steps);
        }
        steps.add(new Step("account", true, accountDetail(trunk, assumed.isPresent(), finding.trusted())));
        RefusalReason full = limits(trunk, finding, steps);
        return full == null ? contact(question, trunk, steps) : refused(full, steps);
    }

    private Optional<Trunk> assumed(@Nullable String account) {
        return trunks.trunks().stream()
                .filter(trunk -> String.valueOf(trunk.id()).equals(account)
                        || trunk.label().equalsIgnoreCase(account))
                .findFirst();
    }

    private static String accountDetail(@Nullable Trunk trunk, boolean assumed, boolean trusted) {
        if (trunk == null) {
            return "no SIP account: a stranger's call, served all the same";
        }
        return "SIP account " + trunk.id() + " (" + trunk.label() + ")" + (assumed ? ", assumed" : "")
                + (trusted ? ", its caller identity is believed" : "");
    }

    private @Nullable RefusalReason limits(@Nullable Trunk trunk, InviteCheck.Finding finding, List<Step> steps) {
        if (!finding.sourceHasRoom()) {
            steps.add(new Step("limits", false, "too many live calls, or new calls a second, of this source"));
            return RefusalReason.SOURCE_LIMIT;
        }
        Optional<RefusalReason> account = trunk == null ? Optional.empty() : load.refusalNow(trunk);
        steps.add(new Step("limits", account.isEmpty(), trunk == null ? "no limit reached" : accountLimits(trunk)));
        if (account.isPresent()) {
            return account.get();
        }
        Optional<RefusalReason> gateway = calls.refusalNow();
        steps.add(new Step(
                "gateway",
                gateway.isEmpty(),
                calls.active() + " calls live, " + calls.phase().name().toLowerCase(Locale.ROOT)));
        return gateway.orElse(null);
    }

    private String accountLimits(Trunk trunk) {
        return "account: %d calls live of %s, new calls a second: at most %s"
                .formatted(
                        load.everywhere(trunk.id()),
                        limit(trunk.policy().maxConcurrentCalls()),
                        limit(trunk.policy().maxNewCallsPerSecond()));
    }

    private static String limit(int most) {
        return most > 0 ? String.valueOf(most) : "any number";
    }

    private Uni<Explanation> contact(Question question, @Nullable Trunk trunk, List<Step> steps) {
        ContactRequest request =
                new ContactRequest("voice", question.to(), question.from(), trunk == null ? null : trunk.id(), null);
        return contacts.explain(identity.serviceKey(), request)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(answer -> worker(answer, steps))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("session-config-service explains nothing: %s", failure);
                    steps.add(new Step("agent", false, "session-config-service does not answer"));
                    return new Explanation("unknown", null, null, steps);
                });
    }

    private Explanation worker(ContactExplanation contact, List<Step> steps) {
        for (ContactExplanation.Step step : contact.steps()) {
            steps.add(new Step(step.step(), step.ok(), step.detail()));
            if (!step.ok()) {
                return new Explanation("refused", 404, EndReason.UNKNOWN_CALLEE.toString(), steps);
            }
        }
        if (!calls.hasWorkers()) {
            steps.add(new Step("worker", false, "no worker is alive"));
            return new Explanation("refused", 503, EndReason.NO_WORKER.toString(), steps);
        }
        WaitingRoom line = calls.waitingRoom();
        boolean queued = line.isOccupied();
        if (queued && line.isFull()) {
            steps.add(new Step("worker", false, "all are full, and nobody else may wait"));
            return new Explanation("refused", 486, EndReason.OVERLOADED.toString(), steps);
        }
        steps.add(new Step("worker", true, queued ? "all are full: the call waits behind others" : "alive"));
        return new Explanation(queued ? "waiting" : "answered", null, null, steps);
    }

    private Uni<Explanation> refused(RefusalReason reason, List<Step> steps) {
        String outcome = reason == RefusalReason.CHALLENGED ? "challenged" : "refused";
        return Uni.createFrom()
                .item(new Explanation(
                        outcome, calls.statusOf(reason), reason.endReason().toString(), steps));
    }
}
