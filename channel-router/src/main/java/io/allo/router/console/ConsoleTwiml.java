// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.contracts.worker.MediaToken;
import io.allo.router.config.ServiceKey;
import io.allo.router.console.advice.Tongue;
import io.allo.router.twilio.TwilioConfig;
import io.allo.router.twilio.XmlText;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What Twilio is told to do with the console's calls, and the proof that its stream brings back. */
@Singleton
class ConsoleTwiml {
    static final String SESSION = "session_id";
    static final String ACCOUNT = "account_id";
    static final String TOKEN = "console_token";
    private static final String STREAM_PATH = "/twilio/media-stream";
    /** Ringing, greeting, and a stream that is opened once more. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private static final String FRENCH = "<Say language=\"fr-FR\">";
    private static final String ENGLISH = "<Say language=\"en-GB\">";

    private final ConsoleConfig config;
    private final TwilioConfig twilio;
    private final ServiceKey serviceKey;
    private final Clock clock;

    ConsoleTwiml(ConsoleConfig config, TwilioConfig twilio, ServiceKey serviceKey, Clock clock) {
        this.config = config;
        this.twilio = twilio;
        this.serviceKey = serviceKey;
        this.clock = clock;
    }

    /** Where Twilio finds the media socket: always {@code wss://}. Empty: nothing is configured. */
    Optional<String> streamUrl() {
        return config.websocketUrl().or(twilio::publicUrl).map(url -> {
            String secure = url.strip().replaceFirst("^(?:https?|wss?)://", "");
            String path = URI.create("wss://" + secure).getPath();
            return "wss://"
                    + (path.isEmpty() || path.equals("/") ? secure.replaceFirst("/$", "") + STREAM_PATH : secure);
        });
    }

    /** Where Twilio reaches this service by HTTP. */
    Optional<String> publicUrl() {
        return twilio.publicUrl()
                .map(url -> url.replaceFirst("/$", ""))
                .or(() -> streamUrl().map(url -> "https://" + URI.create(url).getRawAuthority()));
    }

    /** Greets, then streams both ways; a stream that breaks off is opened once more. */
    String call(SessionKey key, Tongue tongue) {
        String stream = "<Connect><Stream url=\"" + XmlText.escaped(streamUrl().orElse("")) + "\">"
                + parameter(SESSION, key.sessionId())
                + parameter(ACCOUNT, key.accountId())
                + parameter(TOKEN, proof(key))
                + "</Stream></Connect>";
        String greeting = tongue == Tongue.FR
                ? say(tongue, "Bonjour, ici le support technique. Vous êtes mis en relation.")
                : say(tongue, "Hello, this is technical support. You are being connected.");
        return document(greeting + stream + "<Pause length=\"1\"/>" + stream);
    }

    private static String parameter(String name, String value) {
        return "<Parameter name=\"" + name + "\" value=\"" + XmlText.escaped(value) + "\"/>";
    }

    /** What a stream brings back. */
    String proof(SessionKey key) {
        return MediaToken.issue(
                serviceKey.value(), subject(key), 1, clock.instant().plus(TOKEN_LIFE));
    }

    /** Did this stream bring back a {@link #proof}? */
    boolean proves(SessionKey key, String token) {
        return MediaToken.verify(token, serviceKey.value(), subject(key), 1, clock.instant());
    }

    private static String subject(SessionKey key) {
        return "console/" + key.accountId() + "/" + key.sessionId();
    }

    /** Shows that Twilio reaches this service. */
    String test() {
        return document(say(Tongue.FR, "Ceci est un test de la console technique.") + "<Pause length=\"1\"/>"
                + say(Tongue.FR, "Dites quelque chose après le bip.")
                + "<Record maxLength=\"30\" action=\"/twilio/recording-complete\"/>");
    }

    static String thanks() {
        return document(say(Tongue.FR, "Merci, au revoir.") + "<Hangup/>");
    }

    /** A browser calls by Twilio's own library. */
    static String dial(String from, String number) {
        return document("<Dial callerId=\"" + XmlText.escaped(from) + "\"><Number>" + XmlText.escaped(number)
                + "</Number></Dial>");
    }

    private static String say(Tongue tongue, String words) {
        return (tongue == Tongue.FR ? FRENCH : ENGLISH) + XmlText.escaped(words) + "</Say>";
    }

    private static String document(String verbs) {
        return XmlText.HEAD + "<Response>" + verbs + "</Response>";
    }
}
