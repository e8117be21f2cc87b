// SPDX-License-Identifier: Apache-2.0
/** Who changed what here, told to session-config-service, which keeps the one audit log. */
@NullMarked
package io.allo.toolexecutor.audit;

import org.jspecify.annotations.NullMarked;
