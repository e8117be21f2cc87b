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

    /** For {@code psql}, as the role that sees a service's tables. A password that is a secret is left for psql to ask. */
    public String psql(ServiceSchema service) {
        boolean secret = !postgresPassword.equals(ServiceSchema.EMBEDDED_PASSWORD);
        String login = secret ? service.role() : service.role() + ":" + postgresPassword;
        return postgresUrl.replaceFirst("//", "//" + login + "@");
    }

    @Override
    public String toString() {
        return "Connections[" + postgresUrl + ", " + kafkaBootstrap + ", " + redisUrl + "]";
    }
}
