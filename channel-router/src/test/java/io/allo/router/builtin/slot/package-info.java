// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.allo.router.builtin.slot;

import org.jspecify.annotations.NullMarked;
