// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** An account's CRM, asked for what stands on a site. */
interface Crm {
    /**
     * The site of this key in the CRM, in the fields of {@code console_site} that the CRM knows; empty when it knows none, or when the
     * account has no CRM. Fails with {@link SilentException} when nobody answers.
     */
    Uni<Optional<JsonObject>> site(String account, String key);

    /** The CRM does not answer, or not with what was agreed. */
    final class SilentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SilentException(String message) {
            super(message, null, false, false);
        }
    }
}
