// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

class SolutionsPdfTest {

    @Test
    @DisplayName("B69: accents, steps and sources stand on the paper, marks of Markdown do not")
    void readBack() throws Exception {
        JsonObject sheet = new JsonObject()
                .put("session_id", "session-1")
                .put("language", "fr")
                .put("started_at", "2026-11-22T14:30:00+00:00")
                .put("technician_name", "Karim Benali")
                .put(
                        "solutions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("title", "Caméra en erreur d’alimentation")
                                        .put("content", "## Étapes\n1. Débrancher le **câble**\n- Attendre <b>10 s</b>")
                                        .put("confidence", 0.91)
                                        .put("feedback", "helpful")
                                        .put(
                                                "sources",
                                                new JsonArray()
                                                        .add(new JsonObject()
                                                                .put("title", "Caméras")
                                                                .put("source", "cameras.md")))));

        try (PdfReader reader = new PdfReader(new SolutionsPdf(sheet).bytes())) {
            String text = new PdfTextExtractor(reader).getTextFromPage(1);

            assertThat(text)
                    .contains(
                            "Solutions proposées",
                            "Karim Benali",
                            "22 novembre 2026",
                            "Confiance : 91 %",
                            "jugée utile")
                    .contains("Étapes", "1. Débrancher le câble", "<b>10 s</b>", "cameras.md")
                    .doesNotContain("**", "##");
        }
    }

    @Test
    void aSessionWithoutSolutionsSaysSo() throws Exception {
        JsonObject sheet = new JsonObject()
                .put("session_id", "session-1")
                .put("language", "en")
                .put("started_at", "2026-11-22T14:30:00Z")
                .put("solutions", new JsonArray());

        try (PdfReader reader = new PdfReader(new SolutionsPdf(sheet).bytes())) {
            assertThat(new PdfTextExtractor(reader).getTextFromPage(1)).contains("No solution.");
        }
    }
}
