// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the business tools changed. Topic {@code business-events}, key = the changed object's id; sent by outbox. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BusinessEvent.OrderPlaced.class, name = "OrderPlaced"),
    @JsonSubTypes.Type(value = BusinessEvent.OrderCancelled.class, name = "OrderCancelled"),
    @JsonSubTypes.Type(value = BusinessEvent.ReservationPlaced.class, name = "ReservationPlaced"),
    @JsonSubTypes.Type(value = BusinessEvent.ReservationCancelled.class, name = "ReservationCancelled"),
    @JsonSubTypes.Type(value = BusinessEvent.MessageLeft.class, name = "MessageLeft")
})
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface BusinessEvent {
    String eventId();

    Instant occurredAt();

    String restaurantId();

    /** Key of the Kafka record. */
    @JsonIgnore
    String subject();

    /** CloudEvent type, for example {@code io.allo.OrderPlaced.v1}. */
    @JsonIgnore
    default String type() {
        return "io.allo." + getClass().getSimpleName() + ".v1";
    }

    record OrderPlaced(
            String eventId,
            Instant occurredAt,
            String restaurantId,
            String orderId,
            long orderNumber,
            @Nullable String conversationId)
            implements BusinessEvent {
        @Override
        public String subject() {
            return orderId;
        }
    }

    record OrderCancelled(String eventId, Instant occurredAt, String restaurantId, String orderId, long orderNumber)
            implements BusinessEvent {
        @Override
        public String subject() {
            return orderId;
        }
    }

    record ReservationPlaced(
            String eventId,
            Instant occurredAt,
            String restaurantId,
            String reservationId,
            @Nullable String conversationId)
            implements BusinessEvent {
        @Override
        public String subject() {
            return reservationId;
        }
    }

    record ReservationCancelled(String eventId, Instant occurredAt, String restaurantId, String reservationId)
            implements BusinessEvent {
        @Override
        public String subject() {
            return reservationId;
        }
    }

    record MessageLeft(
            String eventId,
            Instant occurredAt,
            String restaurantId,
            String messageId,
            @Nullable String conversationId,
            boolean urgent)
            implements BusinessEvent {
        @Override
        public String subject() {
            return messageId;
        }
    }
}
