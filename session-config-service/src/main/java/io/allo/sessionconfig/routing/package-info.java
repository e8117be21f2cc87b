// SPDX-License-Identifier: Apache-2.0
/** {@code POST /internal/contacts/resolve}: which agent takes this contact. */
@NullMarked
package io.allo.sessionconfig.routing;

import org.jspecify.annotations.NullMarked;
