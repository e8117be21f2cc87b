// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import io.smallrye.mutiny.Uni;

/** A server that the router needs, for the detail of its health. Beans of this type are asked every few seconds. */
public interface Dependency {
    String name();

    /** Fails when it does not answer. */
    Uni<Void> ping();
}
