// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ReachSettings;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.session.VapiSettings;
import io.allo.sessionconfig.agent.AgentSettings;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.sipaccount.SipAccount;
import io.allo.sessionconfig.sipaccount.SipAccounts;
import io.allo.sessionconfig.sipaccount.SipAccounts.InUse;
import io.allo.sessionconfig.workflow.TelephonyRoutes.Overrides;
import io.allo.sessionconfig.workflow.VoiceAgentBlock;
import io.allo.sessionconfig.workflow.Workflow;
import io.allo.sessionconfig.workflow.Workflows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds the workflow that talks, and makes an agent of its voice-agent block. */
@ApplicationScoped
class WorkflowRouter {
    private static final Logger LOG = Logger.getLogger(WorkflowRouter.class);

    private final Workflows workflows;
    private final SipAccounts accounts;
    private final BlockTools tools;
    private final ServiceConfig.Workflow defaults;

    WorkflowRouter(Workflows workflows, SipAccounts accounts, BlockTools tools, ServiceConfig config) {
        this.workflows = workflows;
        this.accounts = accounts;
        this.tools = tools;
        this.defaults = config.workflow();
    }

    /** The workflow that was asked for by id; null when it does not exist, does not talk or belongs to nobody. */
    Uni<@Nullable ContactResolution> named(int workflowId) {
        return workflows
                .byId(workflowId)
                .chain(workflow -> workflow == null
                        ? Uni.createFrom().nullItem()
                        : accounts.ofBusiness(workflow.accountId())
                                .map(used ->
                                        resolution(workflow, Workflows.accountOf(workflow, used), Overrides.NONE)));
    }

    /**
     * The workflow that takes the calls of this SIP account, else the one that the number routes of the business's start blocks
     * name; null when there is none.
     *
     * @param called spellings of the called number
     */
    Uni<@Nullable ContactResolution> answering(SipAccount account, InUse accounts, List<String> called) {
        return workflows
                .ofAccount(account.accountId())
                .map(all -> Workflows.answering(account, all, accounts)
                        .map(workflow -> resolution(workflow, Optional.of(account), Overrides.NONE))
                        .orElseGet(() -> routed(account, all, called)));
    }

    private @Nullable ContactResolution routed(SipAccount account, List<Workflow> all, List<String> called) {
        return new TelephonyRouter(all, called, account.numberRegion())
                .choice()
                .map(choice -> {
                    LOG.infof(
                            "no workflow answers sip account %s: route %s of the start blocks",
                            account.label(),
                            Objects.requireNonNullElse(choice.route().label(), "without label"));
                    return resolution(choice.workflow(), Optional.of(account), choice.overrides());
                })
                .orElse(null);
    }

    private @Nullable ContactResolution resolution(
            Workflow workflow, Optional<SipAccount> account, Overrides overrides) {
        VoiceAgentBlock block = VoiceAgentBlock.in(workflow.definition()).orElse(null);
        if (block == null || workflow.accountId() == null || workflow.region() == null) {
            LOG.warnf("workflow %s cannot talk: no voice-agent block, or it belongs to no business", workflow.slug());
            return null;
        }
        LOG.infof(
                "workflow %s uses sip account %s id=%s",
                workflow.slug(),
                account.map(SipAccount::label).orElse("none"),
                account.map(SipAccount::id).map(String::valueOf).orElse("none"));
        return new ContactResolution(
                workflow.accountId().toString(),
                workflow.region(),
                "workflow-" + workflow.id(),
                workflow.slug(),
                block.languages().isEmpty() ? defaults.languages() : block.languages(),
                first(overrides.model(), block.model()).orElse(defaults.model()),
                first(overrides.voice(), block.voice()).orElse(defaults.voice()),
                block.ringTimeoutSeconds(),
                (int) defaults.maxCallDuration().toSeconds(),
                null,
                null,
                null,
                overrides.filled(first(overrides.instructions(), block.instructions())
                        .or(defaults::instructions)
                        .orElse(null)),
                null,
                tools.of(block.tools()),
                workflow.id(),
                account.map(SipAccount::id).orElse(null),
                null,
                PrivacyReader.read(block.privacy(), "workflow " + workflow.slug()),
                AgentSettings.speech(block.speech(), "workflow " + workflow.slug()),
                VapiSettings.DEFAULT,
                AgentSettings.voicemail(block.voicemail(), "workflow " + workflow.slug()),
                Optional.ofNullable(AgentSettings.transferMode(block.transferMode(), "workflow " + workflow.slug()))
                        .or(() -> account.map(SipAccount::transferMode))
                        .orElse(null),
                TakeoverSettings.OFF,
                ReachSettings.NONE,
                HandoffRules.read(
                        JsonNodeFactory.instance.arrayNode().addAll(block.handoffs()), "workflow " + workflow.slug()));
    }

    private static Optional<String> first(@Nullable String one, @Nullable String other) {
        return Optional.ofNullable(one == null ? other : one);
    }
}
