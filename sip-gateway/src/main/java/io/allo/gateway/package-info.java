// SPDX-License-Identifier: Apache-2.0
/** The telephone: SIP signalling, RTP media, trunks. Knows nothing of AI. */
@NullMarked
package io.allo.gateway;

import org.jspecify.annotations.NullMarked;
