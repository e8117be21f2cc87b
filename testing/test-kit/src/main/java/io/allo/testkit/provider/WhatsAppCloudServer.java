// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for WhatsApp's Cloud API, {@code POST /v23.0/{phone number id}/messages}, and refuses what Meta refuses: another token
 * (190), an unknown number or broken body (100), words outside a person's 24 hours (131047), too long a text, more or longer buttons
 * and rows than fit, two buttons with one title, an unknown template (132001). Any thread.
 */
public final class WhatsAppCloudServer implements AutoCloseable {
    public static final String TOKEN = "EAATESTTOKEN0123456789";
    public static final String PHONE_NUMBER_ID = "590968830767958";
    public static final String APP_SECRET = "meta-app-secret-for-tests";
    public static final String VERIFY_TOKEN = "meta-verify-token";
    public static final String TEMPLATE = "late_answer";
    private static final String PATH = "/v23.0/" + PHONE_NUMBER_ID + "/messages";
    private static final int LONGEST_TEXT = 4096;

    private final Loopback loopback = new Loopback("WhatsApp's Cloud API", this::serve);
    private final Map<String, Integer> templates = new ConcurrentHashMap<>(Map.of(TEMPLATE, 1));
    private final Set<String> writers = ConcurrentHashMap.newKeySet();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Map<String, Media> media = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile Map.Entry<Integer, Integer> refusal = Map.entry(503, 131016);
    private volatile boolean hangUp;

    /** A message that Meta took: its id and its whole body. */
    public record Sent(String id, JsonObject body) {
        public String text() {
            return body.getJsonObject("text", new JsonObject()).getString("body", "");
        }
    }

    /** @param port 0: a free one */
    public WhatsAppCloudServer start(int port) {
        loopback.listen(port);
        return this;
    }

    /** With the version, without a slash. */
    public URI graphUrl() {
        return URI.create("http://" + loopback.authority() + "/v23.0");
    }

    /** A template that Meta has approved, with so many variables. */
    public WhatsAppCloudServer approve(String template, int variables) {
        templates.put(template, variables);
        return this;
    }

    /** This person has just written: he may be answered freely. */
    public void wrote(String number) {
        writers.add(number.replace("+", ""));
    }

    public List<Sent> sentTo(String number) {
        return sent.stream()
                .filter(message -> message.body().getString("to").equals(number.replace("+", "")))
                .toList();
    }

    /** Requests that the real API would have refused. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** The next requests are refused with this status and code. */
    public void refuse(int requests, int status, int code) {
        refusal = Map.entry(status, code);
        refusals.set(requests);
    }

    /** Takes messages, then breaks the connection without an answer. */
    public void hangUpAfterTaking(boolean hang) {
        hangUp = hang;
    }

    public void reset() {
        writers.clear();
        sent.clear();
        violations.clear();
        refusals.set(0);
        hangUp = false;
    }

    /** Keeps a file that a person has sent. @return its media id */
    public String keep(byte[] file, String mimeType) {
        String id = "1" + String.format("%014d", media.size() + 1);
        media.put(id, new Media(file, mimeType));
        return id;
    }

    private record Media(byte[] file, String mimeType) {}

    private void media(HttpServerRequest request) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        Media kept = media.get(id);
        boolean agent = request.getHeader("User-Agent") != null;
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            refuse(request, 401, 190, "the access token is not valid");
        } else if (kept == null || !agent) {
            refuse(request, 400, 100, "unknown media " + id);
        } else if (request.path().startsWith("/download/")) {
            request.response().putHeader("Content-Type", kept.mimeType).end(Buffer.buffer(kept.file));
        } else {
            answer(
                    request,
                    200,
                    new JsonObject()
                            .put("messaging_product", "whatsapp")
                            .put("url", "http://" + loopback.authority() + "/download/" + id)
                            .put("mime_type", kept.mimeType)
                            .put("sha256", sha256(kept.file))
                            .put("file_size", kept.file.length)
                            .put("id", id));
        }
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            media(request);
            return;
        }
        request.bodyHandler(bytes -> {
            JsonObject body;
            try {
                body = bytes.toJsonObject();
            } catch (DecodeException | ClassCastException e) {
                refuse(request, 400, 100, "the body is no JSON object");
                return;
            }
            if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
                refuse(request, 401, 190, "the access token is not valid");
                return;
            }
            if (!request.method().equals(HttpMethod.POST) || !request.path().equals(PATH)) {
                refuse(request, 400, 100, "unknown " + request.method() + " " + request.path());
                return;
            }
            Refusal wrong = wrong(body);
            if (wrong != null) {
                refuse(request, 400, wrong.code, wrong.why);
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                answer(request, refusal.getKey(), error(refusal.getValue(), "as told"));
            } else {
                take(request, body);
            }
        });
    }

    private void take(HttpServerRequest request, JsonObject body) {
        String id = "wamid.STANDIN" + (sent.size() + 1) + "x" + System.nanoTime();
        sent.add(new Sent(id, body));
        if (hangUp) {
            request.connection().close();
            return;
        }
        String to = body.getString("to");
        answer(
                request,
                200,
                new JsonObject()
                        .put("messaging_product", "whatsapp")
                        .put(
                                "contacts",
                                new JsonArray()
                                        .add(new JsonObject().put("input", to).put("wa_id", to)))
                        .put(
                                "messages",
                                new JsonArray()
                                        .add(new JsonObject().put("id", id).put("message_status", "accepted"))));
    }

    private record Refusal(int code, String why) {}

    private @Nullable Refusal wrong(JsonObject body) {
        String to = body.getString("to", "");
        if (!"whatsapp".equals(body.getString("messaging_product")) || !to.matches("[1-9][0-9]{6,14}")) {
            return new Refusal(100, "messaging_product or to");
        }
        String type = body.getString("type", "text");
        if (!type.equals("template") && !writers.contains(to)) {
            return new Refusal(131047, "24 hours have passed since the person wrote");
        }
        return switch (type) {
            case "text" -> text(body.getJsonObject("text", new JsonObject()).getString("body", ""), LONGEST_TEXT);
            case "template" ->
                templates.containsKey(
                                body.getJsonObject("template", new JsonObject()).getString("name", ""))
                        ? variables(body.getJsonObject("template"))
                        : new Refusal(132001, "unknown template");
            case "interactive" -> interactive(body.getJsonObject("interactive", new JsonObject()));
            case "image", "document" -> file(body.getJsonObject(type, new JsonObject()));
            default -> new Refusal(100, "type " + type);
        };
    }

    private static @Nullable Refusal text(String text, int longest) {
        return text.isBlank() || text.length() > longest ? new Refusal(100, "text of " + text.length()) : null;
    }

    private @Nullable Refusal variables(JsonObject template) {
        String code = template.getJsonObject("language", new JsonObject()).getString("code", "");
        JsonArray parameters = template.getJsonArray("components", new JsonArray())
                .getJsonObject(0)
                .getJsonArray("parameters");
        boolean fits = parameters.size() == templates.get(template.getString("name"))
                && parameters.stream()
                        .map(one -> ((JsonObject) one).getString("text", ""))
                        .allMatch(text ->
                                !text.isBlank() && text.length() <= 1024 && !text.matches("(?s).*(\n|\t| {5}).*"));
        return code.isEmpty() ? new Refusal(132001, "no language") : fits ? null : new Refusal(132000, "variables");
    }

    private static @Nullable Refusal interactive(JsonObject interactive) {
        Refusal words = text(interactive.getJsonObject("body", new JsonObject()).getString("text", ""), 1024);
        if (words != null) {
            return words;
        }
        JsonObject action = interactive.getJsonObject("action", new JsonObject());
        return switch (interactive.getString("type", "")) {
            case "button" -> choices(action.getJsonArray("buttons", new JsonArray()), 3, 20, "reply");
            case "list" -> {
                String button = action.getString("button", "");
                JsonArray sections = action.getJsonArray("sections", new JsonArray());
                yield button.isEmpty() || button.length() > 20 || sections.size() != 1
                        ? new Refusal(100, "button or sections")
                        : choices(sections.getJsonObject(0).getJsonArray("rows", new JsonArray()), 10, 24, null);
            }
            case "location_request_message" ->
                action.equals(new JsonObject().put("name", "send_location")) ? null : new Refusal(100, "action");
            default -> new Refusal(100, "interactive.type");
        };
    }

    private static @Nullable Refusal file(JsonObject file) {
        boolean fits = file.getString("link", "").startsWith("https://")
                && file.getString("caption", "").length() <= 1024;
        return fits ? null : new Refusal(131053, "link or caption");
    }

    private static @Nullable Refusal choices(JsonArray choices, int most, int longest, @Nullable String member) {
        if (choices.isEmpty() || choices.size() > most) {
            return new Refusal(100, choices.size() + " choices");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < choices.size(); i++) {
            JsonObject choice = choices.getJsonObject(i);
            JsonObject reply = member == null ? choice : choice.getJsonObject(member, new JsonObject());
            String title = reply.getString("title", "");
            boolean fits = !title.isBlank()
                    && title.length() <= longest
                    && !reply.getString("id", "").isEmpty();
            if (!fits || reply.getString("description", "").length() > 72 || !seen.add(title)) {
                return new Refusal(131009, "choice " + title);
            }
        }
        return null;
    }

    private void refuse(HttpServerRequest request, int status, int code, String why) {
        violations.add(code + ": " + why);
        answer(request, status, error(code, why));
    }

    private static JsonObject error(int code, String why) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", "(#" + code + ") " + why)
                                .put("type", "OAuthException")
                                .put("code", code)
                                .put(
                                        "error_data",
                                        new JsonObject()
                                                .put("messaging_product", "whatsapp")
                                                .put("details", why))
                                .put("fbtrace_id", "Astandin"));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    @Override
    public void close() {
        loopback.close();
    }
}
