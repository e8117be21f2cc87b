// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.restaurant.Coordinates;
import java.math.BigDecimal;

/**
 * How far a delivery goes. The zone is a circle of straight distance; what is told and timed is the road, taken as 1.4 times
 * as long at about 20 km/h.
 *
 * @param straightKm great-circle distance
 * @param roadTenths road distance in tenths of a kilometre
 */
record DeliveryDistance(double straightKm, long roadTenths) {
    private static final double EARTH_RADIUS_KM = 6371;
    private static final double ROAD_PER_STRAIGHT = 1.4;
    private static final long MINUTES_PER_KM = 3;

    static DeliveryDistance between(Coordinates from, Coordinates to) {
        double latitudes = Math.toRadians(to.latitude() - from.latitude());
        double longitudes = Math.toRadians(to.longitude() - from.longitude());
        double haversine = Math.pow(Math.sin(latitudes / 2), 2)
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * Math.pow(Math.sin(longitudes / 2), 2);
        double straight = 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(haversine));
        return new DeliveryDistance(straight, Math.round(straight * ROAD_PER_STRAIGHT * 10));
    }

    /** Road kilometres with one decimal. */
    BigDecimal roadKm() {
        return BigDecimal.valueOf(roadTenths, 1);
    }

    /** Travel time, whole minutes, rounded up. */
    long minutes() {
        return Math.ceilDiv(roadTenths * MINUTES_PER_KM, 10L);
    }

    boolean within(BigDecimal radiusKm) {
        return straightKm <= radiusKm.doubleValue();
    }
}
