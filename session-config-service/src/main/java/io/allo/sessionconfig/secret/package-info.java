// SPDX-License-Identifier: Apache-2.0
/** Secrets at rest: AES-256-GCM under a key derived for each row. */
@NullMarked
package io.allo.sessionconfig.secret;

import org.jspecify.annotations.NullMarked;
