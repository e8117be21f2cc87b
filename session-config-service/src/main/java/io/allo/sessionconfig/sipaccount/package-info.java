// SPDX-License-Identifier: Apache-2.0
/** SIP accounts (trunks) with their policy: administration, and the list that the gateways work by. */
@NullMarked
package io.allo.sessionconfig.sipaccount;

import org.jspecify.annotations.NullMarked;
