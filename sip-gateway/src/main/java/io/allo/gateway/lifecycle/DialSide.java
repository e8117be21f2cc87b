// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.Dialer;
import io.allo.gateway.call.ReferPolicy;

/** How calls go out of this gateway, and who may be called. */
record DialSide(Dialer dialer, ReferPolicy refers) {}
