// SPDX-License-Identifier: Apache-2.0
/**
 * What the console's page shows beside the conversation: technicians and their sites with equipment and call history, from our own
 * tables or an account's CRM; the page itself; solutions as a file.
 */
@NullMarked
package io.allo.router.console.site;

import org.jspecify.annotations.NullMarked;
