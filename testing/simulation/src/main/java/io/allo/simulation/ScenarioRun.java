// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Performs one scenario, step by step, on the caller's thread. */
public final class ScenarioRun {
    private static final Duration ANSWER = Duration.ofSeconds(40);
    private static final Duration SPEECH = Duration.ofSeconds(20);
    private static final Duration NO_EARLIER = Duration.ofSeconds(2);

    private final Scenario scenario;
    private final Doors doors;
    private final AgentEar ear = new AgentEar();
    private final List<String> failures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /** Made before the call: synthesis must not make the caller slow. */
    private final Map<Step.Words, short[]> voice = new HashMap<>();

    private ScenarioRun(Scenario scenario, Doors doors) {
        this.scenario = scenario;
        this.doors = doors.with("caller", scenario.caller());
    }

    /** Blocks for the whole call. @param call who is called instead of whom the scenario says, null for that one */
    public static Verdict of(Path file, Doors doors, @Nullable String call) {
        long begin = System.nanoTime();
        try {
            return new ScenarioRun(ScenarioReader.read(file).calling(call), doors).perform(begin);
        } catch (ScenarioFailure e) {
            return new Verdict(file.toString(), List.of(e.getMessage()), List.of(), since(begin), List.of());
        }
    }

    private Verdict perform(long begin) {
        Instant from = Instant.now().minus(NO_EARLIER);
        try {
            scenario.steps().forEach(this::prepare);
            try (SipCaller sip = new SipCaller(doors.sip(), scenario.caller(), scenario.call());
                    CallerLine line = new CallerLine(sip.local(), ear)) {
                SipText answer = sip.dial(offer(sip, line), ANSWER);
                line.open(
                        new InetSocketAddress(answer.mediaAddress(), answer.mediaPort()),
                        answer.alaw(),
                        answer.events());
                try {
                    steps(sip, line, new Judge(doors, scenario.caller(), from, ear));
                } finally {
                    sip.hangUp();
                }
            }
        } catch (ScenarioFailure e) {
            failures.add(e.getMessage());
        } catch (IOException e) {
            failures.add("network: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add("interrupted");
        }
        return new Verdict(scenario.name(), failures, notes, since(begin), ear.waitsMs());
    }

    private void prepare(Step step) {
        switch (step) {
            case Step.Say say -> voice.put(say.words(), CallerVoice.of(say.words(), scenario));
            case Step.Interrupt interrupt -> voice.put(interrupt.words(), CallerVoice.of(interrupt.words(), scenario));
            default -> {}
        }
    }

    private String offer(SipCaller sip, CallerLine line) {
        String host = sip.local().getHostAddress();
        String family = host.contains(":") ? "IP6 " : "IP4 ";
        return String.join(
                        "\r\n",
                        "v=0",
                        "o=simulated 1 1 IN " + family + host,
                        "s=-",
                        "c=IN " + family + host,
                        "t=0 0",
                        "m=audio " + line.port() + " RTP/AVP " + (scenario.alaw() ? "8 0" : "0 8") + " 101",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20")
                + "\r\n";
    }

    /** A caller whose expectation failed goes on; one who waits in vain does not. */
    private void steps(SipCaller sip, CallerLine line, Judge judge) throws InterruptedException {
        for (int number = 1; number <= scenario.steps().size(); number++) {
            Step step = scenario.steps().get(number - 1);
            if (sip.isOver() && !(step instanceof Step.Ended || step instanceof Step.Expect)) {
                throw new ScenarioFailure("step " + number + ": the agent has hung up already");
            }
            try {
                take(step, sip, line, judge);
            } catch (ScenarioFailure e) {
                throw new ScenarioFailure("step " + number + ": " + e.getMessage(), e);
            }
        }
    }

    private void take(Step step, SipCaller sip, CallerLine line, Judge judge) throws InterruptedException {
        switch (step) {
            case Step.Listen listen -> {
                if (!ear.listen(listen.quiet(), listen.within())) {
                    throw new ScenarioFailure("the agent did not speak and come to an end within " + listen.within());
                }
            }
            case Step.Say say -> say(line, voice.get(say.words()));
            case Step.Keys keys -> {
                line.press(keys.keys());
                line.awaitSent();
            }
            case Step.Silence silence -> Thread.sleep(silence.length());
            case Step.Noise noise -> say(line, CallerVoice.noise(noise.length(), noise.dbov()));
            case Step.Interrupt interrupt -> interrupt(interrupt, line);
            case Step.Loss loss -> line.loss(loss.percent());
            case Step.HangUp _ -> sip.hangUp();
            case Step.Ended ended -> {
                if (!sip.awaitHangUp(ended.within())) {
                    throw new ScenarioFailure("the agent did not hang up within " + ended.within());
                }
            }
            case Step.Expect expect -> judged(expect.expectation(), judge);
        }
    }

    private static void say(CallerLine line, short[] pcm) throws InterruptedException {
        line.play(pcm);
        line.awaitSent();
    }

    private void interrupt(Step.Interrupt interrupt, CallerLine line) throws InterruptedException {
        if (!ear.hears(interrupt.after(), SPEECH)) {
            throw new ScenarioFailure("nothing to interrupt: the agent did not speak for " + interrupt.after());
        }
        long began = System.nanoTime();
        line.play(voice.get(interrupt.words()));
        Duration limit = interrupt.silentWithin();
        if (limit != null) {
            long late = (ear.pause(limit.plus(SPEECH)) - began) / 1_000_000;
            if (late > limit.toMillis()) {
                failures.add("the agent spoke on for " + late + " ms, expected at most " + limit.toMillis());
            }
        }
        line.awaitSent();
    }

    private void judged(Expectation expected, Judge judge) throws InterruptedException {
        if (expected.needsRecord() && !doors.hasRecords()) {
            notes.add("words, tools and end were not judged: no --router and --key");
        }
        failures.addAll(judge.judge(expected));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
