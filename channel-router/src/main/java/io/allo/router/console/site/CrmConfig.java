// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The CRMs that the console reads sites from: each account has its own or none. */
@ConfigMapping(prefix = "allo.console.crm")
public interface CrmConfig {

    /** By the account's id. */
    Map<String, Connection> accounts();

    /** One account's CRM: by REST, or a CSV file. */
    interface Connection {

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
}
