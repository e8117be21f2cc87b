// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Collects what a caller says until he has finished: the speech service reports his pauses, and what he said decides how long a
 * pause may be ({@link SpokenEnding}). A noise in a pause makes it longer only once. One call, one mailbox.
 */
final class EndOfTurn {
    /** How long the service has to settle words that it was not sure of. */
    private static final Duration SETTLE = Duration.ofMillis(500);

    private final Mailbox mailbox;
    private final ListeningRules rules;
    private final String language;
    private final Runnable settle;
    private final Consumer<String> turn;
    private final LikelyTurn likely;
    private final StringBuilder said = new StringBuilder();
    private String provisional = "";
    private boolean voiceInPause;
    private boolean settling;
    private Mailbox.Timer timer = Mailbox.Timer.NONE;

    /**
     * @param settle asks the service for the final form of what it heard
     * @param turn is given all that was said; not called with nothing
     * @param likely is told what was said until now
     */
    EndOfTurn(
            Mailbox mailbox,
            ListeningRules rules,
            String language,
            Runnable settle,
            Consumer<String> turn,
            LikelyTurn likely) {
        this.mailbox = mailbox;
        this.rules = rules;
        this.language = language;
        this.settle = settle;
        this.turn = turn;
        this.likely = likely;
    }

    /** There is a voice, or a noise: words may follow. */
    void voice() {
        if (!text().isEmpty() && !voiceInPause) {
            voiceInPause = true;
            over(rules.noWords());
        }
    }

    /** He may have said this; replaces what he may have said before. */
    void maybe(String text) {
        provisional = text;
        voiceInPause = false;
        likely.heard(text());
        over(rules.noWords());
    }

    /** He said this, after what he said before. */
    void words(String text) {
        provisional = "";
        voiceInPause = false;
        said.append(said.isEmpty() ? "" : " ").append(text.strip());
        likely.heard(text());
        over(settling ? Duration.ZERO : rules.noWords());
    }

    /** He pauses. */
    void pause() {
        String all = text();
        if (!all.isEmpty()) {
            over(pauseAfter(all));
        }
    }

    private Duration pauseAfter(String text) {
        return switch (SpokenEnding.of(text, language, rules.unfinishedWords())) {
            case COMPLETE -> rules.pause();
            case UNFINISHED -> rules.unfinished();
            case DICTATION -> rules.dictation();
        };
    }

    private void over(Duration after) {
        timer.cancel();
        if (after.isPositive()) {
            timer = mailbox.after(after, this::over);
        } else {
            over();
        }
    }

    private void over() {
        if (!provisional.isEmpty() && !settling) {
            settling = true;
            timer = mailbox.after(SETTLE, this::over);
            settle.run();
            return;
        }
        String all = text();
        forget();
        turn.accept(all);
    }

    boolean begun() {
        return !text().isEmpty();
    }

    private String text() {
        return (said + " " + provisional).strip();
    }

    /** What was said counts no more. */
    void forget() {
        timer.cancel();
        said.setLength(0);
        provisional = "";
        voiceInPause = false;
        settling = false;
        likely.over();
    }
}
