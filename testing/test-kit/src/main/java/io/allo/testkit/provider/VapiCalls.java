// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Vapi at one call: sends server messages as it does, and takes no answer that it would not take: any status but 200, a body of
 * another shape than the type's, results that fit no call, text of several lines, or an answer that comes too late.
 */
public final class VapiCalls {
    /** End to end, for an assistant; Vapi's limit. */
    private static final Duration ASSISTANT_LIMIT = Duration.ofMillis(7_500);

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");
    private static final List<String> CHOICES =
            List.of("assistantId", "assistant", "squadId", "squad", "destination", "error");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String secret;
    private final JsonObject call;
    private final String called;

    /** @param server the server URL, as it is entered at Vapi */
    public VapiCalls(URI server, String secret, String callId, String caller, String called) {
        this.server = server;
        this.secret = secret;
        this.called = called;
        this.call = new JsonObject()
                .put("id", callId)
                .put("type", "inboundPhoneCall")
                .put("status", "in-progress")
                .put("customer", new JsonObject().put("number", caller));
    }

    /** What Vapi would do with the answer: nothing, because it is wrong. */
    public static final class NotTakenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotTakenException(String why) {
            super(why);
        }
    }

    /** The assistant, or {@code destination}, that takes the call. */
    public JsonObject assistantRequest() {
        JsonObject answer = send("assistant-request", new JsonObject(), ASSISTANT_LIMIT);
        List<String> chosen = CHOICES.stream().filter(answer::containsKey).toList();
        require(chosen.size() == 1, "exactly one of " + CHOICES + ", found " + chosen);
        if (answer.containsKey("assistant")) {
            assistant(answer.getJsonObject("assistant"));
        }
        if (answer.containsKey("destination")) {
            destination(answer.getJsonObject("destination"));
        }
        return answer;
    }

    private static void assistant(JsonObject assistant) {
        JsonObject model = assistant.getJsonObject("model", new JsonObject());
        require(!model.getString("provider", "").isBlank(), "assistant.model.provider");
        require(!model.getString("model", "").isBlank(), "assistant.model.model");
        objects(model.getJsonArray("messages", new JsonArray()))
                .forEach(message -> require(
                        ROLES.contains(message.getString("role")) && message.getValue("content") instanceof String,
                        "assistant.model.messages: role and content"));
        objects(model.getJsonArray("tools", new JsonArray())).forEach(tool -> {
            JsonObject function = tool.getJsonObject("function", new JsonObject());
            require(
                    "function".equals(tool.getString("type"))
                            && function.getString("name", "").matches("[A-Za-z0-9_-]{1,64}")
                            && function.getJsonObject("parameters", new JsonObject())
                                    .getString("type", "")
                                    .equals("object"),
                    "assistant.model.tools: a function with a name and an object of parameters");
        });
    }

    private static void destination(JsonObject destination) {
        boolean number = "number".equals(destination.getString("type"))
                && destination.getString("number", "").matches("\\+[1-9][0-9]{5,14}");
        boolean sip = "sip".equals(destination.getString("type"))
                && destination.getString("sipUri", "").startsWith("sip:");
        require(number || sip, "destination: a number in E.164 or a SIP URI");
    }

    /** The {@code function} of one call, as Vapi writes it. */
    public static JsonObject toolCall(String id, String name, JsonObject arguments) {
        return new JsonObject()
                .put("id", id)
                .put("type", "function")
                .put("function", new JsonObject().put("name", name).put("arguments", arguments.encode()));
    }

    /** The results, in the order of the calls. */
    public List<JsonObject> toolCalls(JsonObject... calls) {
        JsonObject message = new JsonObject().put("toolCallList", new JsonArray(List.of(calls)));
        JsonArray results = send("tool-calls", message, LIMIT).getJsonArray("results");
        require(results != null && results.size() == calls.length, "one result for each call");
        List<JsonObject> found = new ArrayList<>();
        for (JsonObject one : calls) {
            JsonObject result = objects(results)
                    .filter(each -> one.getString("id").equals(each.getString("toolCallId")))
                    .findFirst()
                    .orElseThrow(() -> new NotTakenException("no result has the toolCallId " + one.getString("id")));
            require(result.containsKey("result") != result.containsKey("error"), "either result or error");
            Object text = result.containsKey("result") ? result.getValue("result") : result.getValue("error");
            require(text instanceof String line && !line.contains("\n"), "text of one line");
            found.add(result);
        }
        return found;
    }

    /** Where the caller is to be sent. */
    public JsonObject transferDestinationRequest() {
        JsonObject answer = send("transfer-destination-request", new JsonObject(), LIMIT);
        destination(answer.getJsonObject("destination", new JsonObject()));
        return answer;
    }

    /** A type that wants no answer. */
    public void inform(String type, JsonObject members) {
        require(send(type, members, LIMIT).isEmpty(), type + " has an answer");
    }

    private JsonObject send(String type, JsonObject members, Duration limit) {
        JsonObject message = new JsonObject()
                .put("type", type)
                .put("timestamp", System.currentTimeMillis())
                .put("phoneNumber", new JsonObject().put("number", called))
                .put("call", call)
                .mergeIn(members);
        HttpResponse<String> response =
                post(new JsonObject().put("message", message).encode(), limit);
        require(response.statusCode() == 200, "status " + response.statusCode() + " is ignored");
        try {
            return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
        } catch (DecodeException e) {
            throw new NotTakenException("the answer is no JSON object");
        }
    }

    private HttpResponse<String> post(String body, Duration limit) {
        HttpRequest request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("X-Vapi-Secret", secret)
                .timeout(limit)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new NotTakenException("no answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTakenException("interrupted");
        }
    }

    private static Stream<JsonObject> objects(@Nullable JsonArray array) {
        return array == null ? Stream.empty() : array.stream().map(JsonObject.class::cast);
    }

    private static void require(boolean fit, String what) {
        if (!fit) {
            throw new NotTakenException("expected " + what);
        }
    }
}
