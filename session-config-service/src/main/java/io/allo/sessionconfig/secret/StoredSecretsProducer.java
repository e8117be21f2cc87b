// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.secret;

import io.allo.sessionconfig.config.ServiceConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the rest of the service its one {@link StoredSecrets}. */
class StoredSecretsProducer {
    @Produces
    @Singleton
    StoredSecrets storedSecrets(ServiceConfig config) {
        return new StoredSecrets(config.encryptionKey());
    }
}
