// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.quarkus.runtime.Startup;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Twilio's message API, as strict as the real one: account, credentials, addresses, length of the body. */
@Startup
@Singleton
public class StubTwilio {
    private static final int LONGEST_BODY = 1600;
    private static final String NEW_CALL = "/2010-04-01/Accounts/" + TwilioPort.ACCOUNT_SID + "/Calls.json";
    private static final String MESSAGES = "/2010-04-01/Accounts/" + TwilioPort.ACCOUNT_SID + "/Messages.json";
    private static final String CALLS = "/2010-04-01/Accounts/" + TwilioPort.ACCOUNT_SID + "/Calls/";

    private final HttpServer server;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<CallUpdate> updates = new CopyOnWriteArrayList<>();
    private final Map<String, MultiMap> placed = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int refusalStatus;
    private volatile boolean hangUp;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger credentialsAtStorage = new AtomicInteger();
    private volatile @Nullable String storage;

    StubTwilio(Vertx vertx, @ConfigProperty(name = TwilioPort.PORT) int port) throws Exception {
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** A running call that was changed: with {@code Twiml} or {@code Status}. */
    public record CallUpdate(String callSid, String twiml, String status) {}

    /** What the call to this number was placed with; null when none was. */
    public @Nullable MultiMap placedTo(String number) {
        return placed.values().stream()
                .filter(form -> number.equals(form.get("To")))
                .findFirst()
                .orElse(null);
    }

    /** The changes of this call, oldest first. */
    public List<CallUpdate> updatesOf(String callSid) {
        return updates.stream()
                .filter(update -> update.callSid().equals(callSid))
                .toList();
    }

    /** A message that Twilio took: with {@code Body}, or with {@code ContentSid} and its variables. */
    public record Sent(
            String sid,
            String to,
            String from,
            String body,
            String statusCallback,
            String contentSid,
            String contentVariables,
            String mediaUrl,
            Instant at) {}

    /** Twilio took this, and whoever sent it never learned of it. @return the message's SID */
    public String took(String number, String from, String body) {
        String sid = sid();
        sent.add(new Sent(sid, "whatsapp:" + number, "whatsapp:" + from, body, "", "", "", "", Instant.now()));
        return sid;
    }

    private static String sid() {
        return "SM" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Keeps a file of a person's; the answer is its {@code MediaUrl0}. */
    public String keep(byte[] file) {
        String id = "ME" + UUID.randomUUID().toString().replace("-", "");
        files.put(id, file);
        return "http://127.0.0.1:" + server.actualPort() + "/2010-04-01/Accounts/" + TwilioPort.ACCOUNT_SID
                + "/Messages/MM1/Media/" + id;
    }

    /** Media are said to be stored there, instead of at Twilio's storage. */
    public void storesAt(String host) {
        storage = host;
    }

    /** Credentials that came to the storage, which must get none. */
    public int credentialsAtStorage() {
        return credentialsAtStorage.get();
    }

    public void reset() {
        sent.clear();
        updates.clear();
        placed.clear();
        violations.clear();
        refusals.set(0);
        hangUp = false;
        storage = null;
        credentialsAtStorage.set(0);
    }

    public List<Sent> sentTo(String number) {
        return sent.stream()
                .filter(message -> message.to().equals("whatsapp:" + number))
                .toList();
    }

    public List<Sent> smsTo(String number) {
        return sent.stream().filter(message -> message.to().equals(number)).toList();
    }

    /** Requests that the real API would have refused. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** The next requests get this status. */
    public void refuse(int requests, int status) {
        refusalStatus = status;
        refusals.set(requests);
    }

    /** Takes messages, then breaks the connection without an answer. */
    public void hangUpAfterTaking(boolean hang) {
        hangUp = hang;
    }

    private void handle(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET) && request.path().equals(MESSAGES)) {
            list(request);
            return;
        }
        if (request.method().equals(HttpMethod.GET)) {
            String sid = request.path().startsWith(CALLS)
                    ? request.path().substring(CALLS.length()).replace(".json", "")
                    : "";
            if (placed.containsKey(sid)) {
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(call(sid, "in-progress", "7").encode());
                return;
            }
            media(request);
            return;
        }
        request.setExpectMultipart(true);
        request.endHandler(_ -> {
            MultiMap form = request.formAttributes();
            String problem = problemOf(request, form);
            if (problem != null) {
                violations.add(problem);
                error(request, problem.startsWith("auth") ? 401 : 400, problem);
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                error(request, refusalStatus, "as told");
            } else if (request.path().startsWith(NEW_CALL) || request.path().startsWith(CALLS)) {
                call(request, form);
            } else {
                String sid = sid();
                sent.add(new Sent(
                        sid,
                        form.get("To"),
                        form.get("From"),
                        or(form.get("Body")),
                        or(form.get("StatusCallback")),
                        or(form.get("ContentSid")),
                        or(form.get("ContentVariables")),
                        or(form.get("MediaUrl")),
                        Instant.now()));
                if (hangUp) {
                    request.connection().close();
                } else {
                    request.response()
                            .setStatusCode(201)
                            .putHeader("Content-Type", "application/json")
                            .end(new JsonObject()
                                    .put("sid", sid)
                                    .put("status", "queued")
                                    .encode());
                }
            }
        });
    }

    private void call(HttpServerRequest request, MultiMap form) {
        boolean fresh = request.path().equals(NEW_CALL);
        String sid = fresh
                ? "CA" + UUID.randomUUID().toString().replace("-", "")
                : request.path().substring(CALLS.length()).replace(".json", "");
        if (fresh) {
            placed.put(sid, form);
        } else {
            updates.add(new CallUpdate(sid, or(form.get("Twiml")), or(form.get("Status"))));
        }
        JsonObject answer = placed.containsKey(sid)
                ? call(sid, fresh ? "queued" : "completed", fresh ? null : "7")
                : new JsonObject().put("sid", sid);
        request.response()
                .setStatusCode(fresh ? 201 : 200)
                .putHeader("Content-Type", "application/json")
                .end(answer.encode());
    }

    /** Newest first; what is queued has no date of sending. */
    private void list(HttpServerRequest request) {
        if (!expected().equals(request.getHeader("Authorization"))) {
            error(request, 401, "auth: wrong credentials");
            return;
        }
        JsonArray messages = new JsonArray();
        sent.reversed().stream()
                .filter(one ->
                        one.to().equals(request.getParam("To")) && one.from().equals(request.getParam("From")))
                .map(one -> new JsonObject()
                        .put("sid", one.sid())
                        .put("to", one.to())
                        .put("from", one.from())
                        .put("body", one.body())
                        .put("direction", "outbound-api")
                        .put("status", "queued")
                        .put("date_sent", null)
                        .put(
                                "date_created",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        one.at().atOffset(ZoneOffset.UTC))))
                .forEach(messages::add);
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("messages", messages).encode());
    }

    /** Numbers are texts, as the real ones. */
    private JsonObject call(String sid, String status, @Nullable String duration) {
        return new JsonObject()
                .put("sid", sid)
                .put("status", status)
                .put("direction", "outbound-api")
                .put("from", placed.get(sid).get("From"))
                .put("to", placed.get(sid).get("To"))
                .put("duration", duration);
    }

    /** The API wants the credentials and sends on; the storage has the file and wants none. */
    private void media(HttpServerRequest request) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        byte[] file = files.get(id);
        boolean stored = request.path().startsWith("/storage/");
        String given = request.getHeader("Authorization");
        if (stored && given != null) {
            credentialsAtStorage.incrementAndGet();
        }
        if (file == null || !(stored || expected().equals(given))) {
            request.response().setStatusCode(file == null ? 404 : 401).end();
        } else if (stored) {
            request.response().end(Buffer.buffer(file));
        } else {
            String host = storage;
            request.response()
                    .setStatusCode(307)
                    .putHeader(
                            "Location",
                            (host == null ? "http://127.0.0.1:" + server.actualPort() : host) + "/storage/" + id)
                    .end();
        }
    }

    private static String expected() {
        String credentials = TwilioPort.ACCOUNT_SID + ":" + TwilioPort.AUTH_TOKEN;
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String problemOf(HttpServerRequest request, MultiMap form) {
        if (!expected().equals(request.getHeader("Authorization"))) {
            return "auth: wrong credentials";
        }
        if (request.method().equals(HttpMethod.POST) && request.path().equals(NEW_CALL)) {
            return problemOfCall(form);
        }
        if (request.method().equals(HttpMethod.POST) && request.path().startsWith(CALLS)) {
            boolean one = (form.get("Twiml") == null) != (form.get("Status") == null);
            return one && or(form.get("Twiml")).length() <= 4000 ? null : "21218: neither Twiml nor Status";
        }
        if (!request.method().equals(HttpMethod.POST) || !request.path().equals(MESSAGES)) {
            return "unknown resource " + request.method() + " " + request.path();
        }
        for (String name : List.of("To", "From")) {
            if (form.get(name) == null || !form.get(name).matches("(whatsapp:)?\\+[1-9][0-9]{6,14}")) {
                return "21211: bad " + name + " " + form.get(name);
            }
        }
        if (form.get("To").startsWith("whatsapp:") != form.get("From").startsWith("whatsapp:")) {
            return "21910: To and From of two channels";
        }
        if (form.get("ContentSid") != null) {
            return form.get("Body") == null && form.get("ContentSid").matches("HX[0-9a-f]{32}")
                    ? null
                    : "21654: ContentSid is wrong, or comes with a Body";
        }
        String body = form.get("Body");
        return body == null || body.isEmpty() || body.length() > LONGEST_BODY ? "21617: bad body" : null;
    }

    private static @Nullable String problemOfCall(MultiMap form) {
        for (String name : List.of("To", "From")) {
            if (!or(form.get(name)).matches("\\+[1-9][0-9]{6,14}")) {
                return "21211: bad " + name;
            }
        }
        if ((form.get("Twiml") == null) == (form.get("Url") == null)
                || or(form.get("Twiml")).length() > 4000) {
            return "21205: Twiml or Url";
        }
        return List.of("initiated", "ringing", "answered", "completed").containsAll(form.getAll("StatusCallbackEvent"))
                ? null
                : "21626: bad StatusCallbackEvent";
    }

    private static String or(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static void error(HttpServerRequest request, int status, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("code", 20000 + status)
                        .put("message", message)
                        .put("status", status)
                        .encode());
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
