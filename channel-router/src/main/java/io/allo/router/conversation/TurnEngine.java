// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.Conversation.Setup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The engine: opens conversations, queues their turns behind a lease, and lets {@link TurnRun} do each. Holds no state of any
 * conversation; two replicas may serve the same one in turn.
 */
public final class TurnEngine implements ConversationEngine {
    private static final Logger LOG = Logger.getLogger(TurnEngine.class);
    private static final Duration STILL_OPEN = Duration.ofMinutes(1);

    private final EnginePorts ports;
    private final ToolLoop tools;
    private final EngineSettings settings;
    private final Clock clock;
    private final SpokenTurns spoken;
    private final Admission admission;
    private final LastWordsDelivery lastWords;
    private final SameAgent agents;
    private final OnePerson person;

    public TurnEngine(EnginePorts ports, EngineSettings settings, Clock clock) {
        this.ports = ports;
        this.tools = new ToolLoop(ports, settings, clock);
        this.settings = settings;
        this.clock = clock;
        this.admission = new Admission(ports.blocked());
        this.agents = new SameAgent(new Handoffs(ports, settings));
        this.person = new OnePerson(ports.store(), agents, settings, clock);
        this.lastWords = new LastWordsDelivery(tools);
        this.spoken = new SpokenTurns(ports, tools, settings, clock, this::held);
    }

    @Override
    public Uni<ContactResolution> resolve(Contact contact) {
        return ports.directory().resolve(contact);
    }

    @Override
    public Uni<Opened> open(Contact contact, String accountId) {
        ConversationKey key = new ConversationKey(accountId, contact.channel(), contact.sessionId());
        return justOpened(key, contact)
                .chain(just -> just.map(Uni.createFrom()::item).orElseGet(() -> open(contact)));
    }

    @Override
    public Uni<Opened> open(Contact contact) {
        return resolve(contact).chain(agent -> {
            ConversationKey key = new ConversationKey(agent.accountId(), contact.channel(), contact.sessionId());
            return justOpened(key, contact)
                    .chain(just -> just.isPresent()
                            ? Uni.createFrom().item(just.get())
                            : locked(
                                    key,
                                    lease -> ports.store()
                                            .find(key)
                                            .chain(found -> found.filter(stored -> goesOn(stored, contact))
                                                            .isPresent()
                                                    ? goOn(found.get(), contact, lease)
                                                    : begin(key, agent, contact, found, lease))));
        });
    }

    /** A chat whose last word is so young has nothing to learn and nothing to write down: the turn that follows has the lease. */
    private Uni<Optional<Opened>> justOpened(ConversationKey key, Contact contact) {
        if (key.channel() == Channel.VOICE) {
            return Uni.createFrom().item(Optional.empty());
        }
        Instant now = clock.instant();
        return ports.store()
                .find(key)
                .map(found -> found.filter(stored -> isAlive(stored)
                                && stored.epoch() == contact.epoch()
                                && !stored.setup().agent().privacy().onePerson()
                                && Duration.between(stored.lastAt(), now).compareTo(STILL_OPEN) < 0)
                        .map(stored -> Opened.goingOn(stored, now)));
    }

    private boolean goesOn(Conversation stored, Contact contact) {
        if (stored.key().channel() == Channel.VOICE) {
            if (stored.epoch() > contact.epoch()) {
                throw new StaleEpochException(contact.epoch(), stored.epoch());
            }
            return true; // a call is one conversation from its INVITE to its end
        }
        return isAlive(stored);
    }

    private Uni<Opened> goOn(Conversation stored, Contact contact, ContextStore.Lease lease) {
        Instant now = clock.instant();
        ports.log().opened(stored.heldBy(contact.epoch(), now));
        return person.goOn(stored)
                .map(knowing -> knowing.heldBy(contact.epoch(), now))
                .chain(knowing -> ports.store().save(knowing, lease).chain(() -> person.isAt(knowing)))
                .replaceWith(Opened.goingOn(stored, now));
    }

    private Uni<Opened> begin(
            ConversationKey key,
            ContactResolution agent,
            Contact contact,
            Optional<Conversation> before,
            ContextStore.Lease lease) {
        before.filter(expired -> !expired.ended())
                .ifPresent(expired -> ports.log().ended(expired, EndReason.IDLE, expired.lastAt()));
        String caller = CallerNumber.toE164(contact.caller(), agent.region());
        Uni<Setup> session =
                admission.check(agent, contact, caller).chain(() -> setUp(agent, caller, contact.channel()));
        return session.chain(setup -> {
            String id = key.channel() == Channel.VOICE
                    ? key.id()
                    : UUID.randomUUID().toString();
            Instant now = clock.instant();
            return before(setup, key)
                    .chain(last -> agents.begin(key, id, setup, last))
                    .chain(first -> {
                        Conversation begun = first.conversation(key, id, contact.epoch(), now);
                        ports.log().opened(begun);
                        return ports.store()
                                .save(begun, lease)
                                .chain(() -> person.isAt(begun))
                                .replaceWith(Opened.of(begun, true, Opened.Before.NOTHING));
                    });
        });
    }

    /** A call that came by WhatsApp begins where the chat is. Without the chat it begins like any other. */
    private Uni<Optional<Conversation>> before(Setup setup, ConversationKey key) {
        return ContinuedChat.keyOf(setup.agent(), setup.caller())
                .map(chat -> ports.store().find(chat).map(found -> found.filter(this::isAlive)))
                .orElseGet(() -> person.elsewhere(key, setup));
    }

    private boolean isAlive(Conversation chat) {
        return !chat.ended() && !chat.idleFor(settings.idleTime(chat.key().channel()), clock.instant());
    }

    /** What a WhatsApp call has added goes into the chat. The call has ended whether this succeeds or not. */
    private Uni<Void> bringBack(Conversation call) {
        return ContinuedChat.keyOf(call.setup().agent(), call.setup().caller())
                .map(key -> locked(
                                key,
                                lease -> ports.store()
                                        .find(key)
                                        .chain(found -> found.filter(this::isAlive)
                                                .map(chat -> agents.goOn(chat, call, clock.instant())
                                                        .chain(known ->
                                                                ports.store().save(known, lease)))
                                                .orElseGet(
                                                        () -> Uni.createFrom().voidItem())))
                        .onFailure()
                        .invoke(failure -> LOG.warnf("the chat of call %s does not know of it: %s", call.id(), failure))
                        .onFailure()
                        .recoverWithNull())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Setup> setUp(ContactResolution agent, @Nullable String caller, Channel channel) {
        return Uni.createFrom()
                .deferred(() -> ports.sessions().fetch(agent, caller, channel))
                .map(session -> new Setup(agent, caller, ToolLoop.offer(session, agent, caller, channel), false))
                .onFailure(failure -> !(failure instanceof BlockedCallerException))
                .recoverWithItem(failure -> {
                    LOG.warnf(
                            "the session of agent %s could not be fetched: apologising (%s)", agent.agentId(), failure);
                    return new Setup(agent, caller, DegradedSession.of(agent), true);
                });
    }

    @Override
    public Multi<AgentEvent> greet(ConversationKey key) {
        return run(key, UserTurn.ANY_EPOCH, model -> model, TurnRun::greet);
    }

    @Override
    public Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn) {
        return run(key, turn.epoch(), model -> model, run -> run.answer(turn));
    }

    @Override
    public Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn, PreparedAnswer prepared) {
        return run(key, turn.epoch(), prepared::before, run -> run.answer(turn))
                .onTermination()
                .invoke(prepared::drop);
    }

    @Override
    public Uni<PreparedAnswer> prepare(ConversationKey key, UserTurn guess, Consumer<ChatModel.Event> watcher) {
        return live(key, guess.epoch())
                .map(conversation -> PreparedAnswer.ask(parts(model(conversation)), conversation, guess, watcher));
    }

    private Multi<AgentEvent> run(
            ConversationKey key, int epoch, UnaryOperator<ChatModel> model, Function<TurnRun, Uni<Void>> steps) {
        return Multi.createFrom()
                .emitter(emitter -> start(key, epoch, model, steps, emitter), BackPressureStrategy.BUFFER);
    }

    /** The turn runs to its end even if its listener leaves; then it only falls silent. */
    private void start(
            ConversationKey key,
            int epoch,
            UnaryOperator<ChatModel> model,
            Function<TurnRun, Uni<Void>> steps,
            MultiEmitter<? super AgentEvent> emitter) {
        Instant arrived = clock.instant();
        AtomicReference<TurnRun> running = new AtomicReference<>();
        emitter.onTermination(() -> {
            TurnRun run = running.get();
            if (run != null) {
                run.cancel();
            }
        });
        locked(
                        key,
                        lease -> live(key, epoch).chain(person::goOnTalking).chain(conversation -> {
                            TurnRun run = new TurnRun(
                                    parts(model.apply(model(conversation))),
                                    conversation,
                                    lease,
                                    emitter::emit,
                                    arrived);
                            running.set(run);
                            if (emitter.isCancelled()) {
                                run.cancel();
                            }
                            return steps.apply(run);
                        }))
                .subscribe()
                .with(done -> emitter.complete(), emitter::fail);
    }

    private ChatModel model(Conversation conversation) {
        return ports.models().of(conversation.setup().agent().model());
    }

    private TurnRun.Parts parts(ChatModel model) {
        return new TurnRun.Parts(ports.store(), tools, model, this::model, ports.log(), ports.human(), settings, clock);
    }

    private Uni<Conversation> live(ConversationKey key, int epoch) {
        return ports.store().find(key).map(found -> {
            Conversation conversation =
                    found.filter(stored -> !stored.ended()).orElseThrow(() -> new NotOpenException(key.channel()));
            if (epoch != UserTurn.ANY_EPOCH && epoch < conversation.epoch()) {
                throw new StaleEpochException(epoch, conversation.epoch());
            }
            return conversation;
        });
    }

    @Override
    public Uni<Void> interrupted(ConversationKey key, String heardText) {
        return spoken.interrupted(key, heardText);
    }

    @Override
    public Uni<Void> said(ConversationKey key, String words) {
        return spoken.said(key, words);
    }

    @Override
    public Uni<Void> wrote(ConversationKey key, String id, ConversationLog.Role by, String words) {
        return spoken.wrote(key, id, by, words);
    }

    @Override
    public Uni<Void> learned(ConversationKey key, Map<String, Object> facts) {
        return spoken.learned(key, facts);
    }

    @Override
    public Uni<Void> heard(ConversationKey key, UserTurn turn) {
        return spoken.heard(key, turn);
    }

    @Override
    public Uni<ToolLoop.Done> runTool(ConversationKey key, int epoch, ChatModel.Message.ToolCall call) {
        return spoken.runTool(key, epoch, call);
    }

    @Override
    public Uni<Void> timed(ConversationKey key, AnswerTimes times) {
        return spoken.timed(key, times);
    }

    @Override
    public Uni<Void> used(ConversationKey key, ModelUsage usage) {
        return spoken.used(key, usage);
    }

    @Override
    public Uni<Void> consented(ConversationKey key, Consent consent) {
        return spoken.consented(key, consent);
    }

    @Override
    public Uni<Void> answeredBy(ConversationKey key, AnsweredBy who) {
        return ports.store()
                .find(key)
                .invoke(found -> found.ifPresent(conversation -> ports.log().answeredBy(conversation, who)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> end(ConversationKey key, EndReason reason) {
        return close(key, reason, (conversation, now) -> conversation);
    }

    @Override
    public Uni<Void> reported(ConversationKey key, CallReport report) {
        return close(
                key, report.reason(), (conversation, now) -> report.addedTo(conversation, ports.log(), settings, now));
    }

    private Uni<Void> close(
            ConversationKey key, EndReason reason, BiFunction<Conversation, Instant, Conversation> before) {
        tools.forget(key);
        return locked(
                        key,
                        lease -> ports.store().find(key).chain(found -> {
                            if (found.isEmpty() || found.get().ended()) {
                                return Uni.createFrom().item(Optional.<Conversation>empty());
                            }
                            Instant now = clock.instant();
                            Conversation ended = before.apply(found.get(), now).endedBecause(reason, now);
                            ports.log().ended(ended, reason, now);
                            Uni<Void> saved = ended.keepsWords()
                                    ? ports.store()
                                            .save(ended, lease)
                                            .chain(() -> bringBack(ended))
                                            .chain(() -> person.isAt(ended))
                                    : ports.store()
                                            .save(ended.with(ended.dialogue().withoutWords(), now), lease);
                            return saved.replaceWith(Optional.of(ended));
                        }))
                .invoke(ended -> ended.ifPresent(conversation -> lastWords.leave(conversation, reason)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(ConversationKey key, String id) {
        return locked(key, lease -> ports.store().forget(id, lease));
    }

    @Override
    public Uni<List<ChatModel.Message>> transcript(ConversationKey key) {
        return ports.store()
                .find(key)
                .map(found -> found.stream()
                        .filter(stored -> !stored.ended())
                        .flatMap(stored -> stored.dialogue().messages().stream())
                        .filter(message ->
                                message instanceof ChatModel.Message.User || message instanceof ChatModel.Message.Agent)
                        .toList());
    }

    @Override
    public Uni<Boolean> isOpen(ConversationKey key) {
        return ports.store()
                .find(key)
                .map(found -> found.filter(stored -> !stored.ended()).isPresent());
    }

    private <T> Uni<T> held(
            ConversationKey key, int epoch, BiFunction<Conversation, ContextStore.Lease, Uni<T>> action) {
        return locked(key, lease -> live(key, epoch).chain(conversation -> action.apply(conversation, lease)));
    }

    /** A caller that goes away must not leave the lease behind: the work goes on without it. */
    private <T> Uni<T> locked(ConversationKey key, Function<ContextStore.Lease, Uni<T>> action) {
        Uni<T> work = ports.store()
                .acquire(key)
                .chain(lease ->
                        Uni.createFrom().deferred(() -> action.apply(lease)).eventually(lease::release));
        return Uni.createFrom().emitter(emitter -> work.subscribe().with(emitter::complete, emitter::fail));
    }
}
