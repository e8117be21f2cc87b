// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/** A channel-router instance that can take calls. @param mediaUrl base of its media socket; the call id is appended */
public record Worker(String id, URI mediaUrl) {
    public Worker {
        requireNonNull(id, "id");
        requireNonNull(mediaUrl, "mediaUrl");
    }
}
