// SPDX-License-Identifier: Apache-2.0
/** What providers' answers mean, for every service that sends by them. */
@NullMarked
package io.allo.contracts.provider;

import org.jspecify.annotations.NullMarked;
