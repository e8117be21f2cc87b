// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /internal/notifications/reports}.
 *
 * @param provider {@code twilio} or {@code meta}
 * @param messageId the provider's
 * @param status {@code queued sent failed delivered read}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DeliveryReport(
        @Nullable String provider,
        @Nullable String messageId,
        @Nullable String status,
        @Nullable Integer code) {}
