// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.RouterReplica;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.TwilioMessagesServer;
import io.allo.testkit.provider.WhatsAppCloudServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/**
 * People who write to several routers in turn, what they were answered, and the providers between. Each message has a number, and the
 * model's answer says the numbers of the messages that it was asked. A message that says "note" has it leave a message to the restaurant first.
 */
final class Crowd implements AutoCloseable {
    static final String CALLED = "+33939240895";
    static final String MODEL = "gpt-4o-mini";
    private static final String KEY = "sk-two-routers";
    private static final String ACCOUNT = "AC0000000000000000000000000000000b";
    private static final Pattern NUMBER = Pattern.compile("m(\\d+)x");
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final ChatServer model =
            new ChatServer(KEY, MODEL).otherwise(this::answer).start();
    private final WhatsAppCloudServer meta = new WhatsAppCloudServer().start(0);
    private final TwilioMessagesServer twilio = new TwilioMessagesServer(ACCOUNT, "secret", Set.of(CALLED)).start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, List<String>> direct = new ConcurrentHashMap<>();
    private final Map<String, Integer> sent = new ConcurrentHashMap<>();
    private volatile List<RouterReplica> routers = List.of();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Duration thinking = Duration.ofMillis(30);

    /** What a router needs to know of the providers. */
    Map<String, String> variables() {
        return Map.ofEntries(
                Map.entry("ALLO_CHAT_BASE_URL", model.baseUrl()),
                Map.entry("ALLO_CHAT_API_KEY", KEY),
                Map.entry("ALLO_META_APP_SECRET", WhatsAppCloudServer.APP_SECRET),
                Map.entry("ALLO_META_ACCESS_TOKEN", WhatsAppCloudServer.TOKEN),
                Map.entry("ALLO_META_GRAPH_URL", meta.graphUrl().toString()),
                Map.entry("ALLO_TWILIO_ACCOUNT_SID", ACCOUNT),
                Map.entry("ALLO_TWILIO_API_KEY_SID", ACCOUNT),
                Map.entry("ALLO_TWILIO_API_KEY_SECRET", "secret"),
                Map.entry("ALLO_TWILIO_API_URL", twilio.uri().toString()),
                Map.entry("ALLO_INBOX_LEASE", "4s"),
                Map.entry("ALLO_INBOX_SWEEP_INTERVAL", "500ms"));
    }

    void writeTo(List<RouterReplica> replicas) {
        routers = List.copyOf(replicas);
    }

    /** How long the model takes from now on. */
    void thinkFor(Duration time) {
        thinking = time;
    }

    private ChatReply answer(JsonNode request) {
        asked.incrementAndGet();
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        String words = request.path("messages")
                .valueStream()
                .filter(message -> message.path("role").asText().equals("user"))
                .reduce((first, second) -> second)
                .map(message -> message.path("content").asText())
                .orElse("");
        String numbers = String.join(" ", numbers(words).map(n -> "m" + n + "x").toList());
        boolean leave = words.contains("note") && !last.path("role").asText().equals("tool");
        ChatReply.Stream reply = leave
                ? ChatReply.call(
                        "call_" + UUID.randomUUID(),
                        "leave_message",
                        "{\"content\":\"" + name + " " + numbers + "\",\"category\":\"other\"}")
                : ChatReply.text(numbers.isEmpty() ? "Bonjour." : numbers);
        return reply.after(thinking, Duration.ZERO);
    }

    private static Stream<Integer> numbers(String text) {
        return NUMBER.matcher(text).results().map(found -> Integer.valueOf(found.group(1)));
    }

    /** Writes by Meta until the message is kept. */
    void writeByMeta(String person, int number, String words) {
        meta.wrote(person);
        String body = """
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
                 "messaging_product":"whatsapp","metadata":{"display_phone_number":"%s","phone_number_id":"%s"},
                 "messages":[{"from":"%s","id":"wamid.%s.%s.%d","timestamp":"%d","type":"text","text":{"body":"%s m%dx"}}]}}]}]}
                """.formatted(
                        CALLED.substring(1),
                        WhatsAppCloudServer.PHONE_NUMBER_ID,
                        person.substring(1),
                        name,
                        person,
                        number,
                        Instant.now().getEpochSecond(),
                        words,
                        number);
        untilTaken(
                number,
                "/api/meta/webhook",
                request -> request.header("Content-Type", "application/json")
                        .header("X-Hub-Signature-256", "sha256=" + signature(body))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        sent.merge(person, 1, Integer::sum);
    }

    /** Writes by Twilio until the message is kept, and reads what the response says. */
    void writeByTwilio(String person, int number, String words) {
        String form = Map.of(
                        "MessageSid", "SM" + name + person.substring(1) + "x" + number,
                        "From", "whatsapp:" + person,
                        "To", "whatsapp:" + CALLED,
                        "Body", words + " m" + number + "x")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        String twiml = untilTaken(
                number,
                "/api/whatsapp/webhook",
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        direct.computeIfAbsent(person, p -> new CopyOnWriteArrayList<>()).add(twiml);
        sent.merge(person, 1, Integer::sum);
    }

    private interface Filled {
        HttpRequest.Builder by(HttpRequest.Builder request);
    }

    /** As providers do: to the next router when one gave no 200. */
    private String untilTaken(int number, String path, Filled filled) {
        AtomicInteger attempt = new AtomicInteger(number);
        return Awaitility.await("a router takes a message")
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(LIMIT)
                .pollInSameThread()
                .until(() -> once(attempt.getAndIncrement(), path, filled), Optional::isPresent)
                .orElseThrow();
    }

    /** Empty when this router did not take it: it is gone, stands still, or cannot keep anything. */
    private Optional<String> once(int attempt, String path, Filled filled) throws InterruptedException {
        RouterReplica router = routers.get(attempt % routers.size());
        HttpRequest.Builder request = HttpRequest.newBuilder(router.at(path)).timeout(Duration.ofSeconds(15));
        try {
            HttpResponse<String> answer = http.send(filled.by(request).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return Optional.of(answer.body());
            }
            refused.incrementAndGet();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How many deliveries a router has answered, and not taken. */
    int refused() {
        return refused.get();
    }

    /** How often the model was asked. */
    int asked() {
        return asked.get();
    }

    /** How many messages of this person were taken. */
    int sentBy(String person) {
        return sent.getOrDefault(person, 0);
    }

    /** The numbers of the messages that this person was answered, in the order of the answers. */
    List<Integer> answered(String person) {
        List<String> texts = new ArrayList<>();
        meta.sentTo(person).forEach(message -> texts.add(message.text()));
        texts.addAll(direct.getOrDefault(person, List.of()));
        twilio.messagesTo("whatsapp:" + person).forEach(message -> texts.add(message.getOrDefault("Body", "")));
        return texts.stream().flatMap(Crowd::numbers).toList();
    }

    /** All that this person was sent by Meta. */
    List<String> readByMeta(String person) {
        return meta.sentTo(person).stream().map(WhatsAppCloudServer.Sent::text).toList();
    }

    /** Begins what this crowd left with the restaurant. */
    String name() {
        return name;
    }

    /** What a provider or the model would have refused. */
    List<String> violations() {
        return Stream.concat(meta.violations().stream(), model.refusals().stream())
                .toList();
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WhatsAppCloudServer.APP_SECRET.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        model.close();
        meta.close();
        twilio.close();
        http.close();
    }
}
