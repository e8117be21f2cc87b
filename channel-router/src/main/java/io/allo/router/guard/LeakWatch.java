// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer piece by piece and says what of it may go out. Pieces pass at once; only where the words follow an instruction of
 * the prompt, or a word begins like a key, they wait until it is clear. Verbatim repetition is recognised, a paraphrase is not. One
 * answer, one thread.
 */
final class LeakWatch {
    /** Words one after the other as in the prompt … */
    private static final int RUN = 8;
    /** … of which so many stand in instructions. */
    private static final int DIRECTING = 5;
    /** From here on they wait. */
    private static final int SUSPICIOUS = 3;

    private static final List<String> KEYS_BEGIN =
            List.of("sk-", "sk_", "pk_", "rk_", "eyJ", "AKIA", "xox", "ghp_", "gho_", "ghs_", "EAA", "whsec_");

    private static final Pattern KEY = Pattern.compile(
            "(sk-|sk_|pk_|rk_|AKIA|xox[abprs]-|gh[pos]_|EAA|whsec_)[A-Za-z0-9_-]{12,}|eyJ[\\w-]{8,}\\.[\\w-]{8,}(\\.[\\w-]+)?"
                    + "|[A-Za-z0-9+/_-]{40,}=*");
    /** No word of a person's language, so perhaps a key or words in base64. */
    private static final int LONG = 24;

    private final Instructions instructions;
    private final Set<String> tools;
    private final Set<String> toolsNamed = new HashSet<>();
    private final StringBuilder held = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    private final StringBuilder token = new StringBuilder();
    private Map<Integer, Run> runs = new HashMap<>();
    private boolean suspicious;
    private boolean leaked;

    /** A run of the answer's last words that is also one of the prompt's. */
    private record Run(int length, int directing) {
        static final Run NONE = new Run(0, 0);

        Run and(boolean directs) {
            return new Run(length + 1, directing + (directs ? 1 : 0));
        }

        boolean leaks() {
            return length >= RUN && directing >= DIRECTING;
        }
    }

    LeakWatch(Instructions instructions, SessionConfig session) {
        this.instructions = instructions;
        this.tools = session.tools().stream()
                .map(ToolDefinition::name)
                .filter(name -> name != null && name.indexOf('_') > 0)
                .map(Words::plain)
                .collect(Collectors.toSet());
    }

    static LeakWatch over(SessionConfig session) {
        return over(session, null);
    }

    /** @param note what a supervisor tells the agent and nobody else, null: nothing */
    static LeakWatch over(SessionConfig session, @Nullable Object note) {
        Instructions instructions = Instructions.of(session.systemPrompt() == null ? "" : session.systemPrompt());
        if (note instanceof String words) {
            instructions.confidential(words);
        }
        return new LeakWatch(instructions, session);
    }

    /** What may go out now, perhaps nothing. Nothing ever again once {@link #leaked}. */
    String pass(String piece) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < piece.length() && !leaked; i++) {
            read(piece.charAt(i), out);
        }
        return leaked ? "" : out.toString();
    }

    /** The answer is over: what waited. */
    String rest() {
        endWord();
        if (leaked) {
            return "";
        }
        endToken();
        String out = held.toString();
        held.setLength(0);
        return out;
    }

    /** The answer repeats what nobody but the model is to read. */
    boolean leaked() {
        return leaked;
    }

    /** Something waits. */
    boolean holding() {
        return !held.isEmpty();
    }

    private void read(char c, StringBuilder out) {
        boolean part = Words.isPart(c);
        if (!part) {
            endWord();
        }
        if (leaked) {
            return;
        }
        if (part || c == '-' || c == '.') {
            token.append(c);
        } else {
            endToken();
        }
        held.append(c);
        if (part) {
            word.append(c);
        }
        if (!suspicious && !mayBeSecret()) {
            out.append(held);
            held.setLength(0);
        }
    }

    private boolean mayBeSecret() {
        if (token.isEmpty() || token.length() >= LONG) {
            return !token.isEmpty();
        }
        String begun = token.toString();
        String plain = Words.plain(begun);
        return KEYS_BEGIN.stream().anyMatch(key -> begun.startsWith(key) || key.startsWith(begun))
                || tools.stream().anyMatch(tool -> tool.startsWith(plain) || plain.startsWith(tool));
    }

    /** A key is left out, and a tool's name. */
    private void endToken() {
        if (mayBeSecret()) {
            String shown = KEY.matcher(held).replaceAll("…");
            for (String tool : tools) {
                shown = Pattern.compile(tool, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                        .matcher(shown)
                        .replaceAll("…");
            }
            held.setLength(0);
            held.append(shown);
        }
        token.setLength(0);
    }

    private void endWord() {
        if (word.isEmpty()) {
            return;
        }
        String plain = Words.plain(word.toString());
        word.setLength(0);
        if (tools.contains(plain)) {
            toolsNamed.add(plain);
        }
        Map<Integer, Run> next = new HashMap<>();
        suspicious = false;
        for (int place : instructions.places(plain)) {
            Run run = runs.getOrDefault(place - 1, Run.NONE).and(instructions.directsAt(place));
            next.put(place, run);
            leaked |= run.leaks();
            suspicious |= run.directing() >= SUSPICIOUS;
        }
        runs = next;
        leaked |= toolsNamed.size() > 1;
        if (leaked) {
            held.setLength(0);
        }
    }
}
