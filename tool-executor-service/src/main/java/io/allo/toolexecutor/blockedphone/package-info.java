// SPDX-License-Identifier: Apache-2.0
/** From which numbers a restaurant takes no calls: kept here, asked by channel-router before a call gets a session. */
@NullMarked
package io.allo.toolexecutor.blockedphone;

import org.jspecify.annotations.NullMarked;
