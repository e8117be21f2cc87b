// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * This resource serves one account: let in with the account's key ({@code X-API-Key} or {@code ?key=}), with a person's token, or
 * with the service key and {@code X-Allo-Account}. Inject {@link CallerAccount} to know which one.
 */
@NameBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface ForAccount {}
