// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * As {@link ForAccount}, for the technician console: every role uses it, and where it is open, whoever shows nothing comes in on
 * behalf of the account that is configured. What is refused is told as {@code {"error"}}.
 */
@NameBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface ForConsole {}
