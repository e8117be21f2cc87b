// SPDX-License-Identifier: Apache-2.0
/** Accounts and their API keys: who is asking. */
@NullMarked
package io.allo.sessionconfig.account;

import org.jspecify.annotations.NullMarked;
