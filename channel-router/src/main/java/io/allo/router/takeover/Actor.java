// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

/**
 * Who works in the inbox.
 *
 * @param id as the audit log names him: {@code user:<id>}, {@code key:<account>} or {@code service}
 * @param name for display
 * @param leads may push others aside
 */
record Actor(String id, String name, boolean leads) {}
