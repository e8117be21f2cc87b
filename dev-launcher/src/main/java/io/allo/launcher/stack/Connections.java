// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.servers.ServiceSchema;

/**
 * Where the servers are.
 *
 * @param postgresUrl {@code postgresql://host:port/database}
 * @param postgresPassword the same for the roles of all services
 * @param redisUrl {@code redis://host:port/index}
 */
public record Connections(String postgresUrl, String postgresPassword, String kafkaBootstrap, String redisUrl) {

    /** For {@code psql}: the role that sees a service's tables. */
    public String psql(ServiceSchema service) {
        return postgresUrl.replaceFirst("//", "//" + service.role() + ":" + postgresPassword + "@");
    }

    @Override
    public String toString() {
        return "Connections[" + postgresUrl + ", " + kafkaBootstrap + ", " + redisUrl + "]";
    }
}
