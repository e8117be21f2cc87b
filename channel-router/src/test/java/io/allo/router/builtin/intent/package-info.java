// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.allo.router.builtin.intent;

import org.jspecify.annotations.NullMarked;
