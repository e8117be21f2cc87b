// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table with its columns' names in the first row; a section a row. A column named question is the heading of its row, and
 * one named answer its text. The separator is the one that the first row has most of.
 */
final class CsvSections {
    private static final Set<String> QUESTION = Set.of("question", "questions");
    private static final Set<String> ANSWER = Set.of("answer", "answers", "réponse", "reponse", "réponses", "reponses");
    private static final int MOST_ROWS = 5_000;

    private CsvSections() {}

    static List<Section> of(String csv) throws DocumentException {
        List<Section> sections = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().fieldSeparator(separator(csv)).ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord row : rows) {
                if (sections.size() == MOST_ROWS) {
                    throw new DocumentException("the table has too many rows (expected: at most " + MOST_ROWS + ")");
                }
                sections.add(section(row.getFieldsAsMap()));
            }
        } catch (CsvParseException e) {
            throw new DocumentException("the table cannot be read: " + e.getMessage());
        } catch (java.io.IOException e) {
            throw new DocumentException("the table cannot be read");
        }
        return sections;
    }

    private static Section section(Map<String, String> row) {
        String question = first(row, QUESTION);
        String answer = first(row, ANSWER);
        if (!question.isBlank() && !answer.isBlank()) {
            return new Section(question.strip(), answer.strip());
        }
        return new Section(
                "",
                row.entrySet().stream()
                        .filter(cell -> !cell.getValue().isBlank())
                        .map(cell ->
                                cell.getKey().strip() + ": " + cell.getValue().strip())
                        .collect(Collectors.joining("; ")));
    }

    private static String first(Map<String, String> row, Set<String> names) {
        return row.entrySet().stream()
                .filter(cell -> names.contains(cell.getKey().strip().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static char separator(String csv) {
        String first = csv.lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(first, candidate) > count(first, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String line, char wanted) {
        return line.chars().filter(c -> c == wanted).count();
    }
}
