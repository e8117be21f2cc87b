// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Twilio-Signature}: base64(HMAC-SHA1(auth token, URL + each field's name and value in the order of names)). The URL
 * is the one that Twilio called; whether it carries the default port is not certain, so both forms count. Pure functions.
 *
 * @see <a href="https://www.twilio.com/docs/usage/security">Twilio: Validating requests</a>
 */
public final class TwilioSignature {
    private static final String BODY_HASH = "bodySHA256=";

    private TwilioSignature() {}

    /** A form that was posted to {@code url}. Several tokens: any may have signed (rotation). */
    public static boolean ofForm(List<String> tokens, String url, FormBody form, @Nullable String signature) {
        return matches(tokens, url, canonical(form), signature);
    }

    /** Any other body: the URL is signed and carries the body's hash. */
    public static boolean ofBody(List<String> tokens, String url, byte[] body, @Nullable String signature) {
        int hash = url.indexOf(BODY_HASH);
        if (hash < 0) {
            return false;
        }
        String claimed = url.substring(hash + BODY_HASH.length()).split("&", 2)[0];
        return MessageDigest.isEqual(ascii(claimed), ascii(sha256(body))) & matches(tokens, url, "", signature);
    }

    public static String sign(String token, String url, FormBody form) {
        return Base64.getEncoder().encodeToString(hmac(token, url + canonical(form)));
    }

    private static boolean matches(List<String> tokens, String url, String fields, @Nullable String signature) {
        if (signature == null) {
            return false;
        }
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean match = false;
        for (String token : tokens) {
            for (String form : portForms(url)) {
                byte[] expected = Base64.getEncoder().encode(hmac(token, form + fields));
                match |= MessageDigest.isEqual(expected, given);
            }
        }
        return match;
    }

    /** Names in code unit order; a repeated name once per distinct value, in the values' order. */
    private static String canonical(FormBody form) {
        TreeMap<String, TreeSet<String>> sorted = form.fields().stream()
                .collect(Collectors.groupingBy(
                        FormBody.Field::name,
                        TreeMap::new,
                        Collectors.mapping(FormBody.Field::value, Collectors.toCollection(TreeSet::new))));
        StringBuilder text = new StringBuilder();
        sorted.forEach(
                (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    /** The URL as it is, and with the default port of its scheme added or taken away. */
    private static Set<String> portForms(String url) {
        List<String> forms = new ArrayList<>();
        forms.add(url);
        int authority = url.indexOf("://") + 3;
        int end = authority;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String defaultPort = url.startsWith("http://") ? ":80" : ":443";
        String host = url.substring(authority, end);
        String head = url.substring(0, authority);
        String tail = url.substring(end);
        if (host.endsWith(defaultPort)) {
            forms.add(head + host.substring(0, host.length() - defaultPort.length()) + tail);
        } else if (URI.create(head + host).getPort() < 0) {
            forms.add(head + host + defaultPort + tail);
        }
        return Set.copyOf(forms);
    }

    private static byte[] hmac(String token, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
