// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The CRM that the console reads sites from: by REST, or a CSV file. */
@ConfigMapping(prefix = "allo.console.crm")
interface CrmConfig {

    /** Id of the account whose CRM it is; the others have none. */
    Optional<String> account();

    /** Address of one site, with {@code {id}} where its key stands: {@code https://crm.example/api/sites/{id}}. */
    Optional<String> url();

    /** Sent as {@code Authorization: Bearer}. */
    Optional<String> token();

    /** How long the CRM may take. */
    @WithDefault("5s")
    Duration timeout();

    /** Instead of an address: a CSV file with a head line, read at each request. */
    Optional<Path> csv();

    /**
     * Where the fields stand: {@code client since installer subscription cameras last_incident notes equipment equipment.name
     * equipment.quantity equipment.kind}, each a JSON pointer in the answer (those of equipment within one item) or a column's name.
     * A field that is not named stands under its own name.
     */
    Map<String, String> fields();
}
