// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is named in a conversation: {@code error_code product version feature}, each with what was said. Patterns are French and English. */
public final class Entities {
    private static final int MOST_OF_A_KIND = 5;
    private static final int LONGEST = 60;

    private static final Map<String, Pattern> PATTERNS = patterns();

    private Entities() {}

    private static Map<String, Pattern> patterns() {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        patterns.put(
                "error_code",
                Pattern.compile(
                        "(?iu)\\b(?:erreur|error|code(?: d['’]erreur)?|d[ée]faut)\\s*(?:n[°o]\\s*|:\\s*|#\\s*)?([A-Z]{0,4}-?\\d{1,6})\\b"
                                + "|\\b([EF]-?\\d{2,5})\\b"));
        patterns.put(
                "version",
                Pattern.compile("(?iu)\\b(?:version|firmware|micrologiciel|v)\\s*\\.?\\s*(\\d+(?:\\.\\d+){0,3})\\b"));
        patterns.put(
                "product",
                Pattern.compile(
                        "(?iu)\\b(cam[ée]ras?|cameras?|enregistreurs?|recorders?|NVR|DVR|XVR|centrales?|panels?|d[ée]tecteurs?|detectors?|sensors?"
                                + "|capteurs?|claviers?|keypads?|sir[èe]nes?|sirens?|interphones?|intercoms?|visiophones?|badges?|lecteurs?|readers?"
                                + "|switch(?:es)?|routeurs?|routers?|box|disques? durs?|hard dis[ck]s?|alarmes?|alarms?|onduleurs?|UPS|t[ée]l[ée]commandes?)\\b"
                                + "|\\b((?-i:[A-Z]{2,4}-[A-Z0-9]{3,}(?:-[A-Z0-9]+)*))\\b"));
        patterns.put(
                "feature",
                Pattern.compile(
                        "(?iu)\\b(enregistrement|recording|vision nocturne|night vision|infrarouge|infrared|d[ée]tection(?: de mouvement)?|motion detection"
                                + "|notifications?|acc[èe]s (?:à|a) distance|remote access|t[ée]l[ée]surveillance|monitoring|armement|arming|relecture|playback"
                                + "|application mobile|mobile app|sauvegarde|backup|zoom|audio)\\b"));
        return patterns;
    }

    /** Kinds to what was said, without the kinds of which nothing was. */
    static Map<String, List<String>> in(String text) {
        Map<String, List<String>> found = new TreeMap<>();
        PATTERNS.forEach((kind, pattern) -> {
            Set<String> said = new LinkedHashSet<>();
            Matcher matcher = pattern.matcher(text);
            while (matcher.find() && said.size() < MOST_OF_A_KIND) {
                said.add(matcher.group(1) == null ? matcher.group(matcher.groupCount()) : matcher.group(1));
            }
            if (!said.isEmpty()) {
                found.put(kind, List.copyOf(said));
            }
        });
        return found;
    }

    /** Of both, what is the same once. */
    static Map<String, List<String>> united(Map<String, List<String>> ours, Map<String, List<String>> theirs) {
        Map<String, Set<String>> all = new TreeMap<>();
        for (Map<String, List<String>> one : List.of(ours, theirs)) {
            one.forEach((kind, said) -> add(all.computeIfAbsent(kind, _ -> new LinkedHashSet<>()), said));
        }
        Map<String, List<String>> united = new TreeMap<>();
        all.forEach((kind, said) -> united.put(kind, List.copyOf(said)));
        return united;
    }

    private static void add(Set<String> said, Collection<String> more) {
        more.stream()
                .filter(one -> !one.isBlank() && one.length() <= LONGEST && said.size() < MOST_OF_A_KIND)
                .filter(one -> said.stream().noneMatch(one::equalsIgnoreCase))
                .forEach(said::add);
    }
}
