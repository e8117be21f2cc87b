// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts;

/** Names of the HTTP headers that carry credentials and identity between services and from clients. */
public final class ServiceKeys {
    /** The service key on {@code /internal/**}, an account's key on {@code /api/ai} and the business endpoints. */
    public static final String API_KEY_HEADER = "X-API-Key";

    /** The account on whose behalf a service acts; believed only together with the service key. */
    public static final String ACCOUNT_HEADER = "X-Allo-Account";

    /** The key of a business action; equal keys do the action once and get the first answer. */
    public static final String IDEMPOTENCY_HEADER = "Idempotency-Key";

    /** The address of the person for whom a service passes a login on; believed only together with the service key. */
    public static final String CLIENT_HEADER = "X-Allo-Client";

    private ServiceKeys() {}
}
