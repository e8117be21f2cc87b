// SPDX-License-Identifier: Apache-2.0
/** What must not leave with words: numbers and addresses of people, on their way to traces and events. */
@NullMarked
package io.allo.router.privacy;

import org.jspecify.annotations.NullMarked;
