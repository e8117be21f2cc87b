// SPDX-License-Identifier: Apache-2.0
/**
 * Who a person's token stands for. session-config-service issues tokens; the door of each service takes them here, before
 * anything of the service is asked.
 */
@NullMarked
package io.allo.access;

import org.jspecify.annotations.NullMarked;
