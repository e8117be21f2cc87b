// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    @Test
    void keepsOrderRepeatsAndEmptyValues() {
        FormBody form = parse("Body=a+b%2Bc&&Empty=&Flag&Body=second");

        assertThat(form.fields())
                .containsExactly(
                        new FormBody.Field("Body", "a b+c"),
                        new FormBody.Field("Empty", ""),
                        new FormBody.Field("Flag", ""),
                        new FormBody.Field("Body", "second"));
        assertThat(form.value("Body")).isEqualTo("a b+c");
        assertThat(form.value("Absent")).isEmpty();
    }

    @Test
    void decodesUtf8() {
        assertThat(parse("Body=caf%C3%A9%20%F0%9F%8D%95").value("Body")).isEqualTo("café 🍕");
    }

    @Test
    void anEmptyBodyIsAnEmptyForm() {
        assertThat(parse("").fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Body=%", "Body=%4", "Body=%zz", "Body=%C3", "Body=%FF%FE", "%E9=1", "Body=%ED%A0%80"})
    void refusesBrokenEncoding(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(FormBody.MalformedException.class);
    }

    private static FormBody parse(String body) {
        return FormBody.parse(body.getBytes(StandardCharsets.ISO_8859_1));
    }
}
