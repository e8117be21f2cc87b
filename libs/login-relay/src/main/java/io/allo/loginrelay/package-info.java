// SPDX-License-Identifier: Apache-2.0
/**
 * People log in at the page's own service, and session-config-service decides: the three paths of a login, passed on. Each service that
 * serves pages and is not session-config-service itself has this library on its class path, and nothing to write.
 */
@org.jspecify.annotations.NullMarked
package io.allo.loginrelay;
