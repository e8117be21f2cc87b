// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ModelTuning;
import io.allo.contracts.session.ReachSettings;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.account.AccountEntity;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.agent.AgentEntity;
import io.allo.sessionconfig.agent.AgentSettings;
import io.allo.sessionconfig.agent.Agents;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.agent.TakeoverReader;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.allo.sessionconfig.sipaccount.SipAccount;
import io.allo.sessionconfig.sipaccount.SipAccounts;
import io.allo.sessionconfig.sipaccount.SipAccounts.InUse;
import io.allo.sessionconfig.tooldefinition.SessionTools;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the agent of a called address. */
@ApplicationScoped
public class ContactRouter {
    private static final String VOICE = "voice";
    private static final String WEB = "web";
    private static final String WHATSAPP = "whatsapp";
    private static final String SMS = "sms";

    private final Agents agents;
    private final SipAccounts sipAccounts;
    private final WorkflowRouter workflows;
    private final Accounts accounts;
    private final SessionTools tools;
    private final StoredSecrets secrets;
    private final ObjectMapper json;

    ContactRouter(
            Agents agents,
            SipAccounts sipAccounts,
            WorkflowRouter workflows,
            Accounts accounts,
            SessionTools tools,
            StoredSecrets secrets,
            ObjectMapper json) {
        this.agents = agents;
        this.sipAccounts = sipAccounts;
        this.workflows = workflows;
        this.accounts = accounts;
        this.tools = tools;
        this.secrets = secrets;
        this.json = json;
    }

    /**
     * The agent, or null when nobody takes this contact. A workflow asked for by id talks whatever was called; else the agent
     * bound to the called address, which for a WhatsApp call is also the chat's, for a call from a web page its token; else, for a call by a SIP account, the
     * workflow that answers this account, or that a start block's routes name. A number of one business is not reached by the
     * SIP account of another. Opens its own session.
     */
    public Uni<@Nullable ContactResolution> resolve(ContactRequest request) {
        if (request.workflowId() != null) {
            return workflows.named(request.workflowId());
        }
        if (request.sipAccountId() == null) {
            List<String> address = List.of(CalledAddress.canonical(request.called()));
            return answerer(request.channel(), address, null)
                    .chain(found -> found == null && request.channel().equals(VOICE)
                            ? answerer(WEB, address, null)
                            : Uni.createFrom().item(found))
                    .chain(this::resolved);
        }
        return sipAccounts
                .besides(request.sipAccountId())
                .chain(used -> used.byId(request.sipAccountId())
                        .filter(account -> account.accountId() != null)
                        .map(account -> by(account, used, request))
                        .orElseGet(() -> Uni.createFrom().nullItem()));
    }

    /** An agent of this account, for a handoff; null when it has none of this id that works. Opens its own session. */
    public Uni<@Nullable ContactResolution> agent(UUID accountId, UUID agentId) {
        return Panache.withSession(() -> agents.active(agentId)
                        .chain(agent -> agent == null || !agent.accountId.equals(accountId)
                                ? Uni.createFrom().<Answerer>nullItem()
                                : accounts.byId(accountId)
                                        .chain(account ->
                                                reach(agent).map(reach -> Answerer.of(agent, account, reach)))))
                .chain(this::resolved);
    }

    /** An agent as a contact would meet it, be it switched on or off; null when there is none. Opens its own session. */
    public Uni<@Nullable ContactResolution> seen(UUID agentId) {
        return Panache.withSession(() -> agents.byId(agentId)
                        .chain(agent -> agent == null
                                ? Uni.createFrom().<Answerer>nullItem()
                                : accounts.byId(agent.accountId)
                                        .chain(account ->
                                                reach(agent).map(reach -> Answerer.of(agent, account, reach)))))
                .chain(this::resolved);
    }

    private Uni<@Nullable ContactResolution> by(SipAccount account, InUse used, ContactRequest request) {
        List<String> spellings = CalledAddress.spellings(request.called(), account.numberRegion());
        return answerer(request.channel(), spellings, account.accountId())
                .chain(found -> found == null && account.carriesWhatsApp()
                        ? answerer(WHATSAPP, spellings, account.accountId())
                        : Uni.createFrom().item(found))
                .chain(found -> found == null ? workflows.answering(account, used, spellings) : resolved(found))
                .map(found -> found == null ? null : throughAccount(found, account));
    }

    /** What the SIP account adds: the agent's own way to hand people over comes first. */
    private static ContactResolution throughAccount(ContactResolution found, SipAccount account) {
        ContactResolution handedOver = found.transferMode() == null ? found.handedOver(account.transferMode()) : found;
        return account.carriesWhatsApp() ? handedOver.continuing(WHATSAPP) : handedOver;
    }

    /** The agent at the first of these addresses that has one; null when none has, or only one of another business. */
    private Uni<@Nullable Answerer> answerer(String channel, List<String> addresses, @Nullable UUID business) {
        return Panache.withSession(() -> agents.at(channel, addresses)
                .chain(agent -> agent == null || (business != null && !business.equals(agent.accountId))
                        ? Uni.createFrom().<Answerer>nullItem()
                        : accounts.byId(agent.accountId)
                                .chain(account -> reach(agent).map(reach -> Answerer.of(agent, account, reach)))));
    }

    /** By which numbers it may write to its callers. In the session. */
    private Uni<ReachSettings> reach(AgentEntity agent) {
        JsonNode reach = config(agent).path("reach");
        return !ReachReader.wanted(reach)
                ? Uni.createFrom().item(ReachSettings.NONE)
                : agents.numberOf(agent, WHATSAPP)
                        .chain(whatsApp -> agents.numberOf(agent, SMS)
                                .map(sms -> ReachReader.read(reach, whatsApp, sms, "agent " + agent.id)));
    }

    /** Reading the session key derives an AES key: not on the event loop. */
    private Uni<@Nullable ContactResolution> resolved(@Nullable Answerer answerer) {
        return Uni.createFrom()
                .item(answerer)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(found -> found == null
                        ? Uni.createFrom().<ContactResolution>nullItem()
                        : withTools(
                                found.agent(),
                                resolution(found.agent(), found.account()).with(found.reach())));
    }

    private Uni<ContactResolution> withTools(AgentEntity agent, ContactResolution resolution) {
        Map<String, Object> config = json.convertValue(config(agent), new TypeReference<>() {});
        return tools.ofAgent(agent.id, config)
                .map(offered -> resolution.offering(
                        offered.stream().map(ContactRouter::function).toList()));
    }

    private static ToolDefinition function(ToolConfig tool) {
        return new ToolDefinition("function", tool.name(), tool.description(), tool.parameters());
    }

    private ContactResolution resolution(AgentEntity agent, AccountEntity account) {
        String key = agent.externalSessionKey;
        JsonNode config = config(agent);
        return new ContactResolution(
                        account.id.toString(),
                        account.region,
                        agent.id.toString(),
                        agent.name,
                        List.of(agent.languages.split(",")),
                        agent.model,
                        agent.voice,
                        agent.ringTimeoutSeconds,
                        agent.maxCallDurationSec,
                        agent.externalSessionUrl,
                        key == null ? null : secrets.decrypt(agent.id.toString(), key),
                        config.path("restaurantId").asText(null),
                        agent.basePrompt,
                        agent.transferNumber)
                .with(PrivacyReader.read(config.path("privacy"), "agent " + agent.id))
                .with(TakeoverReader.read(config.path("takeover"), "agent " + agent.id))
                .with(AgentSettings.speech(config.path("speech"), "agent " + agent.id)
                        .tuned(tuning(agent)))
                .handingTo(HandoffRules.read(config.path(HandoffRules.FIELD), "agent " + agent.id))
                .handedOver(AgentSettings.transferMode(config.path("transferMode"), "agent " + agent.id))
                .with(AgentSettings.vapi(
                        config.path("vapi"),
                        "agent " + agent.id,
                        stored -> secrets.decrypt(agent.id.toString(), stored)));
    }

    private ModelTuning tuning(AgentEntity agent) {
        try {
            return agent.settings == null ? ModelTuning.DEFAULT : json.readValue(agent.settings, ModelTuning.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("agent " + agent.id + ": settings were checked when they were stored", e);
        }
    }

    private JsonNode config(AgentEntity agent) {
        try {
            return json.readTree(agent.config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("agent " + agent.id + ": config is no JSON object", e);
        }
    }

    private record Answerer(AgentEntity agent, AccountEntity account, ReachSettings reach) {
        static @Nullable Answerer of(AgentEntity agent, @Nullable AccountEntity account, ReachSettings reach) {
            return account == null ? null : new Answerer(agent, account, reach);
        }
    }
}
