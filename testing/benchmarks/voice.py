#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures speech-to-speech sessions through the whole stack: SIPp callers, ./allo up, the Realtime stand-in. Loopback only.

usage: voice.py [--sessions 10,50,100,250] [--seconds 40] [--thinking 200]

Each caller is silent for 5 s and sounds for 1.5 s, over and over; the stand-in's VAD ends his turn after 500 ms of silence, thinks for
--thinking ms and speaks for a second. What callers wait is measured by the gateway on the wire (last voiced packet in, first voiced
packet out); less the pause and the thinking it is what Allo and the stand-in add in both directions together. Processes are started here
and ended by process id. The stand-in and SIPp need CPU too: their share is printed.
"""
import argparse
import math
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import HERE, OFFSET, ROOT, SIP, Bench, cpu, free_of, idle, resident  # noqa: E402

STAND_IN = 8787 + OFFSET
ENDPOINTING = 500
ENDED = re.compile(r"media ended, .*?received=(\d+), lost=(\d+).*?skippedPackets=(\d+).*?turns=TurnLatency\[turns=(\d+), p50Ms=(\d+), p95Ms=(\d+), maxMs=(\d+)")


def alaw(sample):
    """G.711 of one 16-bit sample."""
    mask, value = (0xD5, sample >> 3) if sample >= 0 else (0x55, (-sample - 1) >> 3)
    segment = max(0, value.bit_length() - 5)
    return (segment << 4 | value >> max(1, segment) & 0x0F) ^ mask


def turn():
    """Silence while the agent greets or answers, then a sound like a vowel (200 Hz and harmonics) with a sharp end."""
    voice = bytes(alaw(int(sum(5000 / h * math.sin(2 * math.pi * 200 * h * t / 8000) for h in range(1, 8)))) for t in range(40))
    return bytes([0xD5]) * 40000 + voice * 300


def stand_in(bench, thinking):
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    path = ":".join(os.path.join(ROOT, p) for p in ("testing/test-kit/target/classes", "libs/audio/target/classes", "testing/benchmarks/target/lib/*"))
    process = bench.start([java, "-XX:+UseG1GC", "-Xmx512m", "-cp", path, "io.allo.testkit.provider.RealtimeServer", str(STAND_IN), str(thinking), "1000"],
                          "stand-in.log")
    bench.await_text("stand-in.log", "ALLO_REALTIME_BASE_URL", 30)
    return process


def ended(log, since):
    with open(log) as text:
        text.seek(since)
        return [tuple(map(int, found)) for found in ENDED.findall(free_of(text.read()))]


def measure(bench, provider, n, args, record):
    log = os.path.join(bench.work, "data", "logs", "sip-gateway.log")
    router, gateway = bench.services["channel-router"], bench.services["sip-gateway"]
    before, since = resident(router), os.path.getsize(log)
    process, folder = bench.sipp(SIP, n, 10, int((n / 10 + args.seconds + 4) * 1000), audio=turn(), user="restaurant")
    limit = time.monotonic() + n / 10 + 20
    while bench.live_calls() < n and time.monotonic() < limit:
        time.sleep(0.5)
    up, busy = bench.live_calls(), {"gateway": gateway, "router": router, "stand-in": provider.pid, "SIPp": process.pid}
    c0, i0, t0 = {k: cpu(p) for k, p in busy.items()}, idle(), time.monotonic()
    time.sleep(args.seconds)
    took, i1 = time.monotonic() - t0, idle()
    used = {k: cpu(p) - c0[k] for k, p in busy.items()}
    memory = (resident(router) - before) / n
    result = bench.finished(process, folder, n / 10 + 60)
    time.sleep(3)
    calls = ended(log, since)
    if not record:
        return
    waits = sorted(c[4] for c in calls if c[3]) or [0]
    high = sorted(c[5] for c in calls if c[3]) or [0]
    known = ENDPOINTING + args.thinking
    minutes = max(1, up) * took / 60
    print(f"{n:8} {up:5} {result['failed']:7} {sum(c[3] for c in calls):6} {waits[len(waits) // 2]:8} {waits[len(waits) // 2] - known:9} "
          f"{high[int(0.95 * (len(high) - 1))]:8} {sum(c[1] for c in calls):5} {used['gateway'] / minutes:14.3f} {used['router'] / minutes:13.3f} "
          f"{used['stand-in'] / took:9.2f} {used['SIPp'] / took:6.2f} {(i1[1] - i0[1]) / (i1[0] - i0[0]):6.0%} {memory:11.2f} {os.getloadavg()[0]:6.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", default="10,50,100,250")
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--thinking", type=int, default=200)
    args = parser.parse_args()
    if "JAVA_HOME" not in os.environ:
        sys.exit("JAVA_HOME must name a JDK 25")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    if not all(os.path.exists(os.path.join(ROOT, p)) for p in ("testing/benchmarks/target/lib", "testing/test-kit/target/classes")):
        subprocess.run(["mvn", "-q", "-B", "-Dquick", "-DskipTests", "-pl", "testing/test-kit,testing/benchmarks", "-am", "package"],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    os.environ.update({"ALLO_DEMO_MODEL": "gpt-realtime", "ALLO_REALTIME_BASE_URL": f"ws://127.0.0.1:{STAND_IN}/v1",
                       "ALLO_REALTIME_API_KEY": "sk-stand-in"})
    bench = Bench()
    try:
        provider = stand_in(bench, args.thinking)
        bench.stack()
        print("  warming up ...", flush=True)
        measure(bench, provider, 10, args, False)
        print(f"{'sessions':>8} {'up':>5} {'failed':>7} {'turns':>6} {'p50 ms':>8} {'added ms':>9} {'p95 ms':>8} {'lost':>5} {'gw CPU-s/min':>14} {'router CPU-s':>13} "
              f"{'stand-in':>9} {'SIPp':>6} {'idle':>6} {'MB/session':>11} {'load':>6}")
        for n in [int(n) for n in args.sessions.split(",")]:
            measure(bench, provider, n, args, True)
    finally:
        bench.close()


if __name__ == "__main__":
    main()
