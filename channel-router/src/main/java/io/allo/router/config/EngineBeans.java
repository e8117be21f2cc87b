// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import io.allo.router.builtin.BuiltInChatModel;
import io.allo.router.conversation.BlockedCallers;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModels;
import io.allo.router.conversation.ContactDirectory;
import io.allo.router.conversation.ContextStore;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.ConversationLogs;
import io.allo.router.conversation.EnginePorts;
import io.allo.router.conversation.EngineSettings;
import io.allo.router.conversation.HumanDesk;
import io.allo.router.conversation.KeptWords;
import io.allo.router.conversation.Keypad;
import io.allo.router.conversation.Outreach;
import io.allo.router.conversation.RemindedDesk;
import io.allo.router.conversation.Reminders;
import io.allo.router.conversation.SessionConfigSource;
import io.allo.router.conversation.ToolInvoker;
import io.allo.router.conversation.TurnEngine;
import io.allo.router.reception.ReceptionModel;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Makes the framework-free engine a bean. Which models are offered to it is decided in {@code chatmodel}. */
class EngineBeans {

    @Produces
    @Singleton
    EngineSettings settings(EngineConfig config) {
        return new EngineSettings(
                config.maxToolRounds(),
                config.toolTimeout(),
                config.modelTimeout(),
                config.maxMessages(),
                config.maxTurnCharacters(),
                config.idle(),
                config.transferChannels(),
                config.maxHandoffs());
    }

    @Produces
    @Singleton
    ConversationEngine engine(
            EnginePorts ports,
            HumanDesk human,
            Outreach outreach,
            Reminders reminders,
            EngineSettings settings,
            Clock clock) {
        return new TurnEngine(ports.with(new RemindedDesk(human, reminders)).with(outreach), settings, clock);
    }

    @Produces
    @Singleton
    EnginePorts ports(
            ContactDirectory directory,
            BlockedCallers blocked,
            SessionConfigSource sessions,
            ContextStore store,
            ToolInvoker tools,
            ChatModels models,
            @All List<ConversationLog> logs,
            Keypad keypad) {
        ConversationLog log = new KeptWords(new ConversationLogs(logs));
        return new EnginePorts(directory, blocked, sessions, store, tools, models, log, keypad, HumanDesk.NONE);
    }

    @Produces
    @Singleton
    ChatModel builtInModel() {
        return new BuiltInChatModel();
    }

    @Produces
    @Singleton
    ChatModel receptionModel() {
        return new ReceptionModel();
    }

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
