// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraCostTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.2500",
        "'\"1.5\"', 1.5000",
        "0, 0.0000",
        "1000, 1000.0000",
        "-1,",
        "1000.01,",
        "1e999999999,",
        "'\"free\"',",
        "null,",
        "true,",
        "'[1]',"
    })
    void anAmountThatMakesSenseCounts(String told, String amount) throws IOException {
        Map<?, ?> answer = MAPPER.readValue("{\"cost\":" + told + "}", Map.class);

        assertThat(ExtraCost.of(tool("cost"), answer)).isEqualTo(amount == null ? null : new BigDecimal(amount));
    }

    @Test
    void anAnswerThatIsNoObjectOrLacksTheFieldCostsNothing() throws IOException {
        assertThat(ExtraCost.of(tool("a.b"), "three bottles")).isNull();
        assertThat(ExtraCost.of(tool("a.b"), null)).isNull();
        assertThat(ExtraCost.of(tool("a.b"), Map.of("a", 7))).isNull();
        assertThat(ExtraCost.of(tool(""), Map.of("", 7))).isNull();
    }

    private static ToolConfig tool(String field) throws IOException {
        return MAPPER.readValue("{\"name\":\"t\",\"extraCostResponseField\":\"" + field + "\"}", ToolConfig.class);
    }
}
