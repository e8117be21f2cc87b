// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Well-formed input that cannot be accepted: 422 with every field that is at fault. */
public final class UnfitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    /**
     * One field at fault.
     *
     * @param field JSON name, with dots for what is nested
     */
    public record Fault(String field, String message) {}

    /** What is at fault, at least one. */
    public UnfitException(List<Fault> faults) {
        super(faults.stream()
                .map(fault -> fault.field() + ": " + fault.message())
                .collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /** @param messages by field @param place in front of each field */
    public static UnfitException of(String place, Map<String, String> messages) {
        return new UnfitException(messages.entrySet().stream()
                .map(fault -> new Fault(place + fault.getKey(), fault.getValue()))
                .toList());
    }

    List<Fault> faults() {
        return faults;
    }
}
