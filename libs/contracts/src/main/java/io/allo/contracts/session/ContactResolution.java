// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent that takes a contact; 404 when the address belongs to nobody.
 *
 * @param region account's default phone region, ISO 3166 alpha-2
 * @param languages BCP 47 primary tags, first = default, for example {@code [fr, en]}
 * @param model {@code built-in} or the name of a configured model
 * @param voice voice name, for example {@code sage}
 * @param ringTimeoutSeconds how long the phone rings before the answer, 0-60
 * @param maxCallDurationSec 0 = unlimited
 * @param externalSessionUrl where the session is fetched by GET with {@code restaurantId}, {@code callerPhone} and
 *     {@code mode}; null when the agent has none
 * @param externalSessionKey sent there as {@code X-API-Key}; null when none
 * @param restaurantId the agent's {@code config.restaurantId}
 * @param basePrompt used when there is no external session
 * @param transferNumber E.164 number of a human, null when none
 * @param tools functions of the model when there is no external session; on the phone {@code transfer_call} comes to them
 * @param workflowId workflow that talks, null for an agent
 * @param sipAccountId SIP account by which the workflow's calls go out, null for an agent
 * @param continuesChannel {@code whatsapp} for a call that came by WhatsApp: it goes on with the chat of the same person;
 *     null for every other contact
 * @param privacy what its calls tell people, and what may be kept of them; absent = the defaults
 * @param speech how it hears and speaks in the pipeline; absent = as the router is configured
 * @param vapi how Vapi's messages are answered for it; absent = as the router is configured
 * @param voicemail what its calls to others do with answering machines; absent = as the router is configured
 * @param transferMode how its callers are handed over: the agent's own way, else that of the SIP account they came by; null = as
 *     configured
 * @param takeover when a person of the business is asked to go on in writing; absent = never
 * @param reach how it writes to its caller during a call; absent = not
 * @param handoffs agents to whom it may hand a conversation over
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContactResolution(
        String accountId,
        String region,
        String agentId,
        String agentName,
        List<String> languages,
        String model,
        String voice,
        double ringTimeoutSeconds,
        int maxCallDurationSec,
        @Nullable String externalSessionUrl,
        @Nullable String externalSessionKey,
        @Nullable String restaurantId,
        @Nullable String basePrompt,
        @Nullable String transferNumber,
        List<ToolDefinition> tools,
        @Nullable Integer workflowId,
        @Nullable Integer sipAccountId,
        @Nullable String continuesChannel,
        PrivacySettings privacy,
        SpeechSettings speech,
        VapiSettings vapi,
        VoicemailSettings voicemail,
        StreamMessage.Transfer.@Nullable Mode transferMode,
        TakeoverSettings takeover,
        ReachSettings reach,
        List<HandoffTarget> handoffs) {

    public ContactResolution {
        tools = tools == null ? List.of() : tools;
        privacy = privacy == null ? PrivacySettings.DEFAULT : privacy;
        speech = speech == null ? SpeechSettings.DEFAULT : speech;
        vapi = vapi == null ? VapiSettings.DEFAULT : vapi;
        voicemail = voicemail == null ? VoicemailSettings.DEFAULT : voicemail;
        takeover = takeover == null ? TakeoverSettings.OFF : takeover;
        reach = reach == null ? ReachSettings.NONE : reach;
        handoffs = handoffs == null ? List.of() : handoffs;
    }

    /** An agent: no workflow. */
    public ContactResolution(
            String accountId,
            String region,
            String agentId,
            String agentName,
            List<String> languages,
            String model,
            String voice,
            double ringTimeoutSeconds,
            int maxCallDurationSec,
            @Nullable String externalSessionUrl,
            @Nullable String externalSessionKey,
            @Nullable String restaurantId,
            @Nullable String basePrompt,
            @Nullable String transferNumber) {
        this(
                accountId,
                region,
                agentId,
                agentName,
                languages,
                model,
                voice,
                ringTimeoutSeconds,
                maxCallDurationSec,
                externalSessionUrl,
                externalSessionKey,
                restaurantId,
                basePrompt,
                transferNumber,
                List.of(),
                null,
                null,
                null,
                PrivacySettings.DEFAULT,
                SpeechSettings.DEFAULT,
                VapiSettings.DEFAULT,
                VoicemailSettings.DEFAULT,
                null,
                TakeoverSettings.OFF,
                ReachSettings.NONE,
                List.of());
    }

    /** The same, for a call that goes on with the person's chat of this channel. */
    public ContactResolution continuing(String channel) {
        return with(tools, channel, privacy, speech, vapi, voicemail, transferMode, takeover);
    }

    /** The same, with these settings. */
    public ContactResolution with(PrivacySettings settings) {
        return with(tools, continuesChannel, settings, speech, vapi, voicemail, transferMode, takeover);
    }

    /** The same, with these settings. */
    public ContactResolution with(SpeechSettings settings) {
        return with(tools, continuesChannel, privacy, settings, vapi, voicemail, transferMode, takeover);
    }

    /** The same, with these settings. */
    public ContactResolution with(VapiSettings settings) {
        return with(tools, continuesChannel, privacy, speech, settings, voicemail, transferMode, takeover);
    }

    /** The same, with these settings. */
    public ContactResolution with(VoicemailSettings settings) {
        return with(tools, continuesChannel, privacy, speech, vapi, settings, transferMode, takeover);
    }

    /** The same, with these functions. */
    public ContactResolution offering(List<ToolDefinition> functions) {
        return with(functions, continuesChannel, privacy, speech, vapi, voicemail, transferMode, takeover);
    }

    /** The same, writing to its callers so. */
    public ContactResolution with(ReachSettings settings) {
        return with(settings, handoffs);
    }

    /** The same, handed over so; null = as configured. */
    public ContactResolution handedOver(StreamMessage.Transfer.@Nullable Mode mode) {
        return with(tools, continuesChannel, privacy, speech, vapi, voicemail, mode, takeover);
    }

    /** The same, with these settings. */
    public ContactResolution with(TakeoverSettings settings) {
        return with(tools, continuesChannel, privacy, speech, vapi, voicemail, transferMode, settings);
    }

    /** The same, that may hand over to these. */
    public ContactResolution handingTo(List<HandoffTarget> targets) {
        return with(reach, targets);
    }

    private ContactResolution with(ReachSettings settings, List<HandoffTarget> targets) {
        return new ContactResolution(
                accountId,
                region,
                agentId,
                agentName,
                languages,
                model,
                voice,
                ringTimeoutSeconds,
                maxCallDurationSec,
                externalSessionUrl,
                externalSessionKey,
                restaurantId,
                basePrompt,
                transferNumber,
                tools,
                workflowId,
                sipAccountId,
                continuesChannel,
                privacy,
                speech,
                vapi,
                voicemail,
                transferMode,
                takeover,
                settings,
                targets);
    }

    private ContactResolution with(
            List<ToolDefinition> functions,
            @Nullable String channel,
            PrivacySettings calls,
            SpeechSettings pipeline,
            VapiSettings messages,
            VoicemailSettings machines,
            StreamMessage.Transfer.@Nullable Mode handover,
            TakeoverSettings people) {
        return new ContactResolution(
                accountId,
                region,
                agentId,
                agentName,
                languages,
                model,
                voice,
                ringTimeoutSeconds,
                maxCallDurationSec,
                externalSessionUrl,
                externalSessionKey,
                restaurantId,
                basePrompt,
                transferNumber,
                functions,
                workflowId,
                sipAccountId,
                channel,
                calls,
                pipeline,
                messages,
                machines,
                handover,
                people,
                reach,
                handoffs);
    }
}
