// SPDX-License-Identifier: Apache-2.0
/** Who a key or token stands for. session-config-service owns accounts; the others ask it. */
@NullMarked
package io.allo.contracts.account;

import org.jspecify.annotations.NullMarked;
