// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CRM's export: a line for each thing on a site, with the site's own fields on each of them. Columns: {@code id client since …} and
 * {@code equipment.name equipment.quantity equipment.kind}, or as configured.
 */
final class CsvCrm implements Crm {
    private static final List<String> TEXTS =
            List.of("client", "since", "installer", "subscription", "last_incident", "notes");

    private final Path file;
    private final Map<String, String> columns;

    CsvCrm(Path file, Map<String, String> columns) {
        this.file = file;
        this.columns = columns;
    }

    @Override
    public Uni<Optional<JsonObject>> site(String account, String key) {
        return Uni.createFrom().item(() -> read(key)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Optional<JsonObject> read(String key) {
        JsonObject site = new JsonObject();
        JsonArray equipment = new JsonArray();
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : lines) {
                if (cell(line, "id").filter(key::equals).isPresent()) {
                    TEXTS.forEach(name -> cell(line, name).ifPresent(text -> site.put(name, text)));
                    number(line, "cameras").ifPresent(cameras -> site.put("cameras", cameras));
                    cell(line, "equipment.name")
                            .ifPresent(name -> equipment.add(new JsonObject()
                                    .put("name", name)
                                    .put(
                                            "quantity",
                                            number(line, "equipment.quantity").orElse(1))
                                    .put("kind", cell(line, "equipment.kind").orElse("other"))));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new SilentException(e.getClass().getSimpleName());
        }
        return site.isEmpty() ? Optional.empty() : Optional.of(site.put("equipment", equipment));
    }

    private Optional<Integer> number(NamedCsvRecord line, String name) {
        return cell(line, name).map(Integer::valueOf);
    }

    private Optional<String> cell(NamedCsvRecord line, String name) {
        return line.findField(columns.getOrDefault(name, name)).filter(text -> !text.isBlank());
    }
}
