// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Twilio's {@code POST /2010-04-01/Accounts/{Sid}/Messages.json}. It takes what Twilio takes and refuses what Twilio
 * refuses, with its codes: 20003 wrong credentials, 20404 another account, 21211 a recipient that is no E.164, 21602 no body, 21604 no
 * recipient, 21617 a body above 1600 characters, 21659 or 63007 a sender that is not the account's. Any thread.
 */
public final class TwilioMessagesServer implements AutoCloseable {
    private static final int LONGEST = 1600;
    private static final Pattern NUMBER = Pattern.compile("(whatsapp:)?\\+[1-9][0-9]{6,14}");

    private final String account;
    private final String authorization;
    private final Set<String> senders;
    private final List<Map<String, String>> messages = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> attempts = new CopyOnWriteArrayList<>();
    private final Map<String, List<Refusal>> refusals = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;

    /**
     * An answer other than a message.
     *
     * @param status 0: the connection is closed without one
     */
    public record Refusal(int status, int code) {}

    /** @param senders E.164 numbers of the account */
    public TwilioMessagesServer(String account, String token, Set<String> senders) {
        this.account = account;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((account + ":" + token).getBytes(StandardCharsets.UTF_8));
        this.senders = Set.copyOf(senders);
    }

    public TwilioMessagesServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", this::serve);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands for {@code https://api.twilio.com}. */
    public URI uri() {
        HttpServer http = server;
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The next messages to this recipient are answered so, one refusal each; then normally. */
    public void refuse(String recipient, Refusal... answers) {
        refusals.put(recipient, new ArrayList<>(List.of(answers)));
    }

    /** The messages taken, as their fields. */
    public List<Map<String, String>> messages() {
        return List.copyOf(messages);
    }

    /** Those taken for this recipient. */
    public List<Map<String, String>> messagesTo(String recipient) {
        return messages.stream()
                .filter(message -> recipient.equals(message.get("To")))
                .toList();
    }

    /** Every request for this recipient, refused ones too. */
    public List<Map<String, String>> attemptsTo(String recipient) {
        return attempts.stream()
                .filter(message -> recipient.equals(message.get("To")))
                .toList();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.matches("/2010-04-01/Accounts/[^/]+/Messages\\.json")) {
                answer(exchange, 404, error(20404, 404));
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, error(20004, 405));
                return;
            }
            if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, error(20003, 401));
                return;
            }
            if (!path.contains("/" + account + "/")) {
                answer(exchange, 404, error(20404, 404));
                return;
            }
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            if (!type.startsWith("application/x-www-form-urlencoded")) {
                answer(exchange, 400, error(20001, 400));
                return;
            }
            Map<String, String> fields =
                    fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            attempts.add(fields);
            Refusal scripted = scripted(fields.getOrDefault("To", ""));
            if (scripted != null && scripted.status() == 0) {
                return;
            }
            Refusal refusal = scripted == null ? refusal(fields) : scripted;
            if (refusal != null) {
                answer(exchange, refusal.status(), error(refusal.code(), refusal.status()));
                return;
            }
            messages.add(fields);
            answer(exchange, 201, accepted(fields));
        }
    }

    private @Nullable Refusal scripted(String recipient) {
        List<Refusal> next = refusals.get(recipient);
        synchronized (refusals) {
            return next == null || next.isEmpty() ? null : next.removeFirst();
        }
    }

    private @Nullable Refusal refusal(Map<String, String> fields) {
        String to = fields.getOrDefault("To", "");
        String from = fields.getOrDefault("From", "");
        String body = fields.getOrDefault("Body", "");
        boolean template = fields.containsKey("ContentSid");
        if (to.isEmpty()) {
            return new Refusal(400, 21604);
        }
        if (!NUMBER.matcher(to).matches()) {
            return new Refusal(400, 21211);
        }
        if (template == !body.isEmpty()) {
            return new Refusal(400, 21602);
        }
        if (body.length() > LONGEST) {
            return new Refusal(400, 21617);
        }
        boolean whatsapp = to.startsWith("whatsapp:");
        if (whatsapp != from.startsWith("whatsapp:") || !senders.contains(from.replace("whatsapp:", ""))) {
            return new Refusal(400, whatsapp ? 63007 : 21659);
        }
        return null;
    }

    private String accepted(Map<String, String> fields) {
        return """
                {"sid":"SM%032x","status":"queued","error_code":null,"error_message":null,"num_segments":"1","direction":"outbound-api",\
                "account_sid":"%s","to":"%s","from":"%s"}""".formatted(messages.size(), account, fields.get("To"), fields.get("From"));
    }

    private static String error(int code, int status) {
        return """
                {"code":%d,"message":"refused","more_info":"https://www.twilio.com/docs/errors/%d","status":%d}""".formatted(code, code, status);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
