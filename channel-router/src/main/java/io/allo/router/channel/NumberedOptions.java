// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that an answer numbers, one a line, from 1 on: they can be answered by a tap, whose id is the number. */
public final class NumberedOptions {
    private static final Pattern OPTION = Pattern.compile("\\s*([0-9]{1,2})[.)] (\\S.*)");
    private static final int MOST = 10;

    private NumberedOptions() {}

    /** Two to ten of them; empty where the answer offers no such choice. */
    public static List<String> in(String text) {
        List<String> options = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            Matcher option = OPTION.matcher(line);
            if (option.matches()) {
                if (Integer.parseInt(option.group(1)) != options.size() + 1) {
                    return List.of();
                }
                options.add(option.group(2).strip());
            }
        }
        return options.size() >= 2 && options.size() <= MOST ? options : List.of();
    }

    /** As long as a button or a row may be. */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
