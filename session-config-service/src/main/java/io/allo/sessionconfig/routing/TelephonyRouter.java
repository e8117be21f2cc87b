// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import io.allo.sessionconfig.workflow.TelephonyRoutes;
import io.allo.sessionconfig.workflow.TelephonyRoutes.Overrides;
import io.allo.sessionconfig.workflow.TelephonyRoutes.Route;
import io.allo.sessionconfig.workflow.VoiceAgentBlock;
import io.allo.sessionconfig.workflow.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Chooses by called number among the routes of a business's start blocks: the exact number with the lowest priority, else the
 * longest prefix, else the default route. A route to a workflow that does not exist or does not talk is as if it were not there.
 */
final class TelephonyRouter {
    private final List<Workflow> workflows;
    private final List<String> called;
    private final String region;

    /** @param workflow that takes the call */
    record Choice(Workflow workflow, Route route) {
        Overrides overrides() {
            return route.overrides();
        }
    }

    /** @param called spellings of the called number */
    TelephonyRouter(List<Workflow> workflows, List<String> called, String region) {
        this.workflows = workflows;
        this.called = called;
        this.region = region;
    }

    Optional<Choice> choice() {
        List<Choice> routes = new ArrayList<>();
        List<Choice> defaults = new ArrayList<>();
        for (Workflow carrier : workflows) {
            TelephonyRoutes telephony = TelephonyRoutes.in(carrier.definition());
            telephony.routes().forEach(route -> add(routes, carrier, route));
            if (telephony.otherwise() != null) {
                add(defaults, carrier, telephony.otherwise());
            }
        }
        return routes.stream()
                .filter(choice -> isNumberOf(choice.route()))
                .min(Comparator.comparingDouble(choice -> choice.route().priority()))
                .or(() -> longest(routes))
                .or(() -> defaults.stream().findFirst());
    }

    private void add(List<Choice> choices, Workflow carrier, Route route) {
        route.target(carrier, workflows)
                .filter(workflow -> VoiceAgentBlock.in(workflow.definition()).isPresent())
                .ifPresent(workflow -> choices.add(new Choice(workflow, route)));
    }

    private boolean isNumberOf(Route route) {
        return route.numbers().stream()
                .flatMap(number -> CalledAddress.spellings(number, region).stream())
                .anyMatch(called::contains);
    }

    /** Of equally long ones the first. */
    private Optional<Choice> longest(List<Choice> routes) {
        ToIntFunction<Choice> length = choice -> prefix(choice.route());
        return routes.stream()
                .filter(choice -> length.applyAsInt(choice) > 0)
                .reduce((best, next) -> length.applyAsInt(next) > length.applyAsInt(best) ? next : best);
    }

    /** Length of the longest prefix that fits; 0 when none does. */
    private int prefix(Route route) {
        return route.prefixes().stream()
                .map(CalledAddress::canonical)
                .filter(prefix -> called.stream().anyMatch(number -> number.startsWith(prefix)))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
