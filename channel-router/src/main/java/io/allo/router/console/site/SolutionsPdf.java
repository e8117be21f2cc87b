// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openpdf.text.Document;
import org.openpdf.text.Font;
import org.openpdf.text.HeaderFooter;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.pdf.PdfWriter;

/**
 * The solutions of a session on paper, in the session's language. Helvetica, which every reader has: it writes the languages of
 * western Europe.
 */
final class SolutionsPdf {
    private static final float MARGIN = 54;
    private static final float INDENT = 14;
    private static final float BETWEEN = 6;
    private static final float BEFORE = 16;
    private static final Font TITLE = new Font(Font.HELVETICA, 20, Font.BOLD);
    private static final Font HEAD = new Font(Font.HELVETICA, 13, Font.BOLD);
    private static final Font TEXT = new Font(Font.HELVETICA, 11);
    private static final Font SMALL = new Font(Font.HELVETICA, 9);
    private static final Pattern MARKS = Pattern.compile("(?m)^#{1,6}\\s+|\\*\\*");
    private static final Pattern BULLET = Pattern.compile("^\\s*[-*]\\s+");
    private static final Pattern LISTED = Pattern.compile("^\\s*(•|\\d+[.)])\\s.*");

    private final JsonObject sheet;
    private final boolean french;

    /** @param sheet as {@link ReportRepository#sheet} tells it */
    SolutionsPdf(JsonObject sheet) {
        this.sheet = sheet;
        this.french = "fr".equals(sheet.getString("language"));
    }

    /** Takes some milliseconds: not for an event loop. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Document document = new Document(PageSize.A4, MARGIN, MARGIN, MARGIN, MARGIN)) {
            PdfWriter.getInstance(document, out);
            String title = french ? "Solutions proposées" : "Proposed solutions";
            document.addTitle(title);
            document.addCreator("Allo");
            HeaderFooter foot =
                    new HeaderFooter(new Phrase("Allo · " + sheet.getString("session_id") + " · ", SMALL), true);
            foot.setBorder(0);
            document.setFooter(foot);
            document.open();
            document.add(new Paragraph(title, TITLE));
            document.add(new Paragraph(about(), SMALL));
            JsonArray solutions = sheet.getJsonArray("solutions");
            if (solutions.isEmpty()) {
                document.add(new Paragraph(french ? "Aucune solution." : "No solution.", TEXT));
            }
            for (Object one : solutions) {
                write(document, (JsonObject) one);
            }
        }
        return out.toByteArray();
    }

    private String about() {
        Instant at = OffsetDateTime.parse(sheet.getString("started_at")).toInstant();
        String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(french ? Locale.FRANCE : Locale.UK)
                .format(at.atOffset(ZoneOffset.UTC));
        StringBuilder about = new StringBuilder(when).append(" UTC");
        for (String name : new String[] {"technician_name", "client"}) {
            String value = sheet.getString(name);
            if (value != null && !value.isBlank()) {
                about.append(" · ").append(value);
            }
        }
        return about.toString();
    }

    private void write(Document document, JsonObject solution) {
        Paragraph head = new Paragraph(solution.getString("title"), HEAD);
        head.setSpacingBefore(BEFORE);
        document.add(head);
        long percent = Math.round(solution.getDouble("confidence", 0.0) * 100);
        document.add(
                new Paragraph((french ? "Confiance : " : "Confidence: ") + percent + " %" + verdict(solution), SMALL));
        for (String line :
                MARKS.matcher(solution.getString("content", "")).replaceAll("").split("\\R")) {
            if (!line.isBlank()) {
                String words = BULLET.matcher(line).replaceFirst("• ");
                Paragraph paragraph = new Paragraph(words.strip(), TEXT);
                paragraph.setSpacingBefore(BETWEEN);
                paragraph.setIndentationLeft(LISTED.matcher(words).matches() ? INDENT : 0);
                document.add(paragraph);
            }
        }
        for (Object source : solution.getJsonArray("sources", new JsonArray())) {
            if (source instanceof JsonObject chunk) {
                document.add(new Paragraph(
                        "— " + chunk.getString("title", "") + " " + chunk.getString("source", ""), SMALL));
            }
        }
    }

    private String verdict(JsonObject solution) {
        if (!"helpful".equals(solution.getString("feedback"))) {
            return "";
        }
        return french ? " · jugée utile" : " · found helpful";
    }
}
