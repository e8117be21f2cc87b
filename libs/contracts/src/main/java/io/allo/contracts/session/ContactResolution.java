// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent that takes a contact; 404 when the address belongs to nobody.
 *
 * @param region account's default phone region, ISO 3166 alpha-2
 * @param languages BCP 47 primary tags, first = default, for example {@code [fr, en]}
 * @param model {@code built-in} or the name of a configured model
 * @param voice voice name, for example {@code sage}
 * @param ringTimeoutSeconds how long the phone rings before the answer, 0-60
 * @param maxCallDurationSec 0 = unlimited
 * @param externalSessionUrl where the session is fetched by GET with {@code restaurantId}, {@code callerPhone} and
 *     {@code mode}; null when the agent has none
 * @param externalSessionKey sent there as {@code X-API-Key}; null when none
 * @param restaurantId the agent's {@code config.restaurantId}
 * @param basePrompt used when there is no external session
 * @param transferNumber E.164 number of a human, null when none
 */
public record ContactResolution(
        String accountId,
        String region,
        String agentId,
        String agentName,
        List<String> languages,
        String model,
        String voice,
        double ringTimeoutSeconds,
        int maxCallDurationSec,
        @Nullable String externalSessionUrl,
        @Nullable String externalSessionKey,
        @Nullable String restaurantId,
        @Nullable String basePrompt,
        @Nullable String transferNumber) {}
