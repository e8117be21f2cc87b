// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.door.UnfitException.Fault;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds what is wrong with the {@code telephony} object of a start block; each fault quotes what was expected. */
final class TelephonyCheck {
    private static final int MOST_ROUTES = 500;
    private static final int MOST_NUMBERS = 100;
    private static final int LONGEST_TEXT = 20_000;
    private static final Pattern NUMBER = Pattern.compile("[+0-9A-Za-z ().*_-]{1,64}");
    private static final Pattern PREFIX = Pattern.compile("\\+?[0-9]{1,15}");

    private final List<Fault> faults;

    TelephonyCheck(List<Fault> faults) {
        this.faults = faults;
    }

    /** @param place of the object in the body */
    void check(JsonNode telephony, String place) {
        if (isAbsent(telephony)) {
            return;
        }
        if (!telephony.isObject()) {
            fault(place, "an object", telephony);
            return;
        }
        JsonNode routes = telephony.path("routes");
        if (!isAbsent(routes) && !(routes.isArray() && routes.size() <= MOST_ROUTES)) {
            fault(place + ".routes", "a list of at most " + MOST_ROUTES + " routes", routes);
        } else {
            for (int i = 0; i < routes.size(); i++) {
                route(routes.get(i), place + ".routes[" + i + "]");
            }
        }
        for (String name : List.of("default", "fallback")) {
            target(telephony.path(name), place + "." + name);
        }
    }

    private void route(JsonNode route, String place) {
        if (!route.isObject()) {
            fault(place, "an object", route);
            return;
        }
        String number = "a telephone number like \"+33123456789\", or an extension";
        String prefix = "the first digits of numbers, like \"+331\"";
        int named = each(route, "phone_number", "phone_numbers", place, NUMBER, number)
                + each(route, "prefix", "prefixes", place, PREFIX, prefix);
        if (named == 0) {
            faults.add(new Fault(place, "expected phone_number, phone_numbers, prefix or prefixes"));
        }
        value(route, "priority", place, JsonNode::isNumber, "a number, the lowest wins");
        target(route, place);
    }

    /** Also of the default route, which has no number. */
    private void target(JsonNode route, String place) {
        if (isAbsent(route)) {
            return;
        }
        if (!route.isObject()) {
            fault(place, "an object", route);
            return;
        }
        value(route, "label", place, TelephonyCheck::isText, "a text");
        value(route, "metadata", place, JsonNode::isObject, "an object");
        value(
                route,
                "workflow",
                place,
                workflow -> workflow.path("id").isInt() || isText(workflow.path("slug")),
                "an object with the workflow's \"id\" or \"slug\"");
        value(route, "overrides", place, JsonNode::isObject, "an object");
        JsonNode overrides = route.path("overrides");
        for (String name : List.of("model", "voice", "instructions")) {
            value(overrides, name, place + ".overrides", TelephonyCheck::isText, "a text");
        }
        value(overrides, "prompt_variables", place + ".overrides", JsonNode::isObject, "an object of texts");
    }

    /** @return how many there are */
    private int each(JsonNode route, String single, String several, String place, Pattern fit, String expected) {
        Predicate<JsonNode> fits =
                value -> value.isTextual() && fit.matcher(value.asText()).matches();
        value(route, single, place, fits, expected);
        JsonNode list = route.path(several);
        if (!isAbsent(list) && !(list.isArray() && list.size() <= MOST_NUMBERS)) {
            fault(place + "." + several, "a list of at most " + MOST_NUMBERS + " texts", list);
            return 1;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!fits.test(list.get(i))) {
                fault(place + "." + several + "[" + i + "]", expected, list.get(i));
            }
        }
        return list.size() + (isAbsent(route.path(single)) ? 0 : 1);
    }

    private void value(JsonNode parent, String name, String place, Predicate<JsonNode> fits, String expected) {
        JsonNode value = parent.path(name);
        if (!isAbsent(value) && !fits.test(value)) {
            fault(place + "." + name, expected, value);
        }
    }

    private void fault(String place, String expected, JsonNode found) {
        String text = found.toString();
        faults.add(new Fault(
                place,
                "expected " + expected + ", found " + (text.length() > 40 ? text.substring(0, 40) + "…" : text)));
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual() && value.asText().length() <= LONGEST_TEXT;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
