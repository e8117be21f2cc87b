// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A workflow with the definition in force.
 *
 * @param accountId the business, null when nothing says which, or when it is switched off
 * @param region of the business, ISO 3166 alpha-2; null without one
 * @param sipAccountId SIP account that it answers, null for the one that the business uses when nothing names one
 */
public record Workflow(
        int id,
        String slug,
        @Nullable UUID accountId,
        @Nullable String region,
        int version,
        @Nullable Integer sipAccountId,
        JsonNode definition) {}
