// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@code application/x-www-form-urlencoded} body, decoded strictly. Read by hand because Twilio's signature covers every
 * field, empty and repeated ones too, and a lenient decoder would change what was signed.
 */
public record FormBody(List<Field> fields) {

    /** One name and its decoded value. */
    public record Field(String name, String value) {}

    public FormBody {
        fields = List.copyOf(fields);
    }

    /** @throws MalformedException when an escape is broken or the bytes are not UTF-8 */
    public static FormBody parse(byte[] body) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '&') {
                if (i > start) {
                    fields.add(field(body, start, i));
                }
                start = i + 1;
            }
        }
        return new FormBody(fields);
    }

    /** The first value of a field, empty when it is absent. */
    public String value(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst()
                .orElse("");
    }

    /** First value of each field. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        fields.forEach(field -> map.putIfAbsent(field.name(), field.value()));
        return map;
    }

    private static Field field(byte[] body, int start, int end) {
        int equals = start;
        while (equals < end && body[equals] != '=') {
            equals++;
        }
        return new Field(decode(body, start, equals), equals < end ? decode(body, equals + 1, end) : "");
    }

    private static String decode(byte[] body, int start, int end) {
        ByteBuffer decoded = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            switch (body[i]) {
                case '+' -> decoded.put((byte) ' ');
                case '%' -> {
                    if (i + 2 >= end) {
                        throw new MalformedException("a percent escape is cut off");
                    }
                    decoded.put((byte) (hex(body[i + 1]) << 4 | hex(body[i + 2])));
                    i += 2;
                }
                default -> decoded.put(body[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(decoded.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("the bytes are not UTF-8");
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw new MalformedException("a percent escape has a character that is no hex digit");
        }
        return value;
    }

    /** The body is not a form. */
    public static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }
}
