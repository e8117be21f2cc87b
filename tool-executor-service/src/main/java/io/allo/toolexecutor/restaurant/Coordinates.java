// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

/** A place on Earth, degrees (WGS 84). */
public record Coordinates(double latitude, double longitude) {}
