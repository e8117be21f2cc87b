// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link ChatModel} that answers by a script: each request takes the next answer; without one it repeats what it heard. */
public final class ScriptedModel implements ChatModel {
    public static final String NAME = "scripted";

    private final ConcurrentLinkedQueue<Function<Request, Multi<Event>>> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new ArrayList<>();
    private volatile AgentEvent.@Nullable KeyEntry awaited;

    /** The next answer: these events, then Done with a memory that counts the requests. */
    public ScriptedModel then(Event... events) {
        return thenDo(request -> Multi.createFrom().items(events));
    }

    public ScriptedModel thenDo(Function<Request, Multi<Event>> answer) {
        script.add(answer);
        return this;
    }

    /** From now on every answer waits for these keys. */
    public ScriptedModel awaiting(AgentEvent.KeyEntry keys) {
        awaited = keys;
        return this;
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    public synchronized void reset() {
        awaited = null;
        script.clear();
        requests.clear();
    }

    public static Event say(String text) {
        return new Event.Text(text);
    }

    public static Event call(String tool, Map<String, Object> arguments) {
        return new Event.ToolCall("call", tool, arguments);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Multi<Event> respond(Request request) {
        synchronized (this) {
            requests.add(request);
        }
        Function<Request, Multi<Event>> answer = script.poll();
        Multi<Event> events = answer == null ? Multi.createFrom().item(say(echo(request))) : answer.apply(request);
        int count = requests().size();
        return Multi.createBy()
                .concatenating()
                .streams(events, Multi.createFrom().item(new Event.Done(Map.of("requests", count), awaited)));
    }

    private static String echo(Request request) {
        return switch (request.messages().getLast()) {
            case Message.Greeting greeting -> "hello";
            case Message.User user -> "you said " + user.text();
            case Message.Agent agent -> agent.text();
            case Message.ToolCall call -> "called " + call.tool();
            case Message.ToolResult result -> "result " + result.result();
        };
    }
}
