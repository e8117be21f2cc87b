#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the gateway alone: SIPp calls, a worker that echoes over real WebSockets, nothing else. Loopback only.

usage: gateway.py cps [--rates 50,100,200] [--seconds 20]        new calls a second, INVITE->200, failures
       gateway.py calls [--calls 250] [--seconds 30]             RTP both ways: loss, gaps, CPU a call-minute, memory
       gateway.py overload [--rate 600] [--seconds 15]           offered far too much: what is left after 60 s?
       gateway.py stack [--rates 10,20,40,60] [--seconds 20]     all four services of ./allo up, the demo's agent answers

Builds what is missing, starts PostgreSQL, Kafka and Redis (./allo infra), the worker and the packaged gateway with G1 and
full tiered compilation, warms them with 2,000 calls, and ends all by process id. In the same run stands a floor: SIPp's own
answering side under the same load. SIPp's share of the CPU is printed: where it is near one core, the figure is SIPp's.
"""
import argparse
import csv
import glob
import os
import re
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TICKS = os.sysconf("SC_CLK_TCK")
# Two benchmarks at once on one machine: another number for one of them.
OFFSET = int(os.environ.get("ALLO_BENCH_OFFSET", "20000"))
SIP, HTTP, MANAGEMENT, WORKER = (port + OFFSET for port in (5060, 8060, 9004, 8070))
RTP_FIRST, RTP_LAST = 34000, 53999
KEY = "benchmark-service-key-0123456789"


def free_of(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def cpu(pid):
    try:
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except OSError:
        return 0.0


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024


def idle():
    fields = [int(x) for x in open("/proc/stat").readline().split()[1:9]]
    return sum(fields), fields[3] + fields[4]


class Bench:
    def __init__(self):
        self.work = tempfile.mkdtemp(prefix="allo-bench-")
        self.processes = []
        self.next_port = 26000

    def start(self, command, log, env=None):
        with open(os.path.join(self.work, log), "w") as out:
            process = subprocess.Popen(command, cwd=self.work, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                       env={**os.environ, **(env or {})}, start_new_session=True)
        self.processes.append(process)
        return process

    def await_text(self, log, text, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            content = free_of(open(os.path.join(self.work, log)).read())
            if text in content:
                return content
            if self.processes[-1].poll() is not None:
                sys.exit(f"ended too early:\n{content[-2000:]}")
            time.sleep(0.2)
        sys.exit(f"'{text}' did not appear in {self.work}/{log} within {seconds} s")

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
        shutil.rmtree(self.work, ignore_errors=True)

    # The servers

    def infrastructure(self):
        print("  infrastructure ...", flush=True)
        self.start([os.path.join(ROOT, "allo"), "infra"], "infra.log", {"ALLO_DATA_DIR": os.path.join(self.work, "data")})
        found = dict(re.findall(r"export (ALLO_\w+)=(\S+)", self.await_text("infra.log", "Ctrl-C", 300)))
        return found

    def gateway(self, env):
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
        env = {**env, "ALLO_SERVICE_KEY": KEY, "ALLO_DATA_DIR": os.path.join(self.work, "gateway"), "ALLO_WORKER_PORT": str(WORKER),
               "ALLO_SIP_BIND_ADDRESS": "127.0.0.1", "ALLO_SIP_PORT": str(SIP), "ALLO_SIP_MAX_CALLS": "2000",
               "ALLO_SIP_MAX_NEW_CALLS_PER_SECOND": "2000", "ALLO_MEDIA_BIND_ADDRESS": "127.0.0.1",
               "ALLO_MEDIA_FIRST_PORT": str(RTP_FIRST), "ALLO_MEDIA_LAST_PORT": str(RTP_LAST),
               "QUARKUS_HTTP_PORT": str(HTTP), "QUARKUS_MANAGEMENT_PORT": str(MANAGEMENT)}
        lib = os.path.join(HERE, "target", "lib", "*")
        self.worker = self.start([java, "-XX:+UseG1GC", "-Xmx512m", "-cp", f"{HERE}/target/classes:{lib}", "io.allo.benchmarks.EchoWorker"],
                                 "worker.log", env)
        self.await_text("worker.log", "ready")
        self.gc = os.path.join(self.work, "gc.log")
        self.pid = self.start([java, "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-Xmx512m", f"-Xlog:gc:file={self.gc}", "-jar",
                               os.path.join(ROOT, "sip-gateway/target/quarkus-app/quarkus-run.jar")], "gateway.log", env).pid
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{MANAGEMENT}/q/health/ready", timeout=1).status == 200:
                    return
            except OSError:
                time.sleep(0.3)
        sys.exit(f"the gateway is not ready after 60 s; see {self.work}/gateway.log")

    def stack(self):
        """./allo up beside a running one; the process of each service by its name."""
        env = {"ALLO_DATA_DIR": os.path.join(self.work, "data"), "ALLO_PORT_OFFSET": str(SIP - 5060), "ALLO_MEDIA_FIRST_PORT": str(RTP_FIRST),
               "ALLO_MEDIA_LAST_PORT": str(RTP_LAST)}
        print("  the whole stack ...", flush=True)
        self.launcher = self.start([os.path.join(ROOT, "allo"), "up"], "stack.log", env).pid
        self.await_text("stack.log", "Ctrl-C stops all", 400)
        self.services = {}
        for folder in glob.glob("/proc/[0-9]*"):
            try:
                command = open(f"{folder}/cmdline").read()
            except OSError:
                continue
            found = re.search(re.escape(ROOT) + r"/([a-z-]+)/target/quarkus-app/quarkus-run.jar", command)
            if found:
                self.services[found.group(1)] = int(folder[6:])
        self.pid = self.services["sip-gateway"]

    def live_calls(self):
        text = urllib.request.urlopen(f"http://127.0.0.1:{MANAGEMENT}/q/metrics", timeout=2).read().decode()
        found = re.search(r"^allo_calls_active\S* ([0-9.]+)$", text, re.M)
        return int(float(found.group(1))) if found else -1

    def live_heap(self, pid=None):
        """MB that are still held after a full collection: what must not grow from one repeat to the next."""
        jcmd = [os.path.join(os.environ["JAVA_HOME"], "bin", "jcmd"), str(pid or self.pid)]
        for _ in range(2):
            subprocess.run(jcmd + ["GC.run"], stdout=subprocess.DEVNULL, check=True)
        told = subprocess.run(jcmd + ["GC.heap_info"], capture_output=True, text=True, check=True).stdout
        return int(re.search(r"used (\d+)K", told).group(1)) / 1024

    # The load

    def sipp(self, port, calls, rate, hold_ms, limit=None, audio=False, user="load", rtp_first=None):
        folder = tempfile.mkdtemp(dir=self.work)
        scenario = open(os.path.join(HERE, "sipp", "call.xml")).read()
        if audio:
            scenario = scenario.replace("<!--AUDIO-->", '<nop><action><exec rtp_stream="tone.raw,-1,8,PCMA/8000"/></action></nop>')
            with open(os.path.join(folder, "tone.raw"), "wb") as tone:
                tone.write(audio if isinstance(audio, bytes) else bytes([0xD5, 0x95, 0x35, 0x55] * 4000))
        self.next_port += 10
        inject = []
        if rtp_first:  # audio is somebody else's: one port a call
            scenario = scenario.replace("[rtpstream_audio_port]", "[field0]")
            with open(os.path.join(folder, "ports.csv"), "w") as ports:
                ports.write("SEQUENTIAL\n" + "".join(f"{rtp_first + 2 * i};\n" for i in range(calls)))
            inject = ["-inf", "ports.csv"]
        open(os.path.join(folder, "call.xml"), "w").write(scenario)
        command = ["sipp", f"127.0.0.1:{port}", "-sf", "call.xml", "-s", user, "-i", "127.0.0.1", "-p", str(self.next_port),
                   "-m", str(calls), "-l", str(limit or calls), "-r", str(rate), "-d", str(hold_ms), "-nostdin", "-trace_stat",
                   "-stf", "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "50", "-buff_size", "8388608", "-timer_resol", "2",
                   "-mp", "10000", *inject]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        return process, folder

    def finished(self, process, folder, seconds):
        used, end = 0.0, time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < end:
            used = max(used, cpu(process.pid))
            time.sleep(0.2)
        if process.poll() is None:
            process.kill()
        row = list(csv.DictReader(open(os.path.join(folder, "stat.csv")), delimiter=";"))[-1]
        times = []
        for file in glob.glob(os.path.join(folder, "*_rtt.csv")):
            for line in list(open(file))[1:]:
                parts = line.strip().split(";")
                if len(parts) == 3 and parts[2].strip('"') in ("1", "invite"):
                    times.append(float(parts[1]))
        times.sort()
        at = lambda q: times[min(len(times) - 1, int(q * len(times)))] if times else float("nan")
        return {"ok": int(row["SuccessfulCall(C)"]), "failed": int(row["FailedCall(C)"]), "retransmitted": int(row["Retransmissions(C)"]),
                "p50": at(0.5), "p99": at(0.99), "sipp_cpu": used}


def warm(bench):
    print("  warming up ...", flush=True)
    for rate in (25, 50, 100):
        process, folder = bench.sipp(SIP, 700, rate, 0)
        bench.finished(process, folder, 90)


def cps(bench, args):
    print(f"{'target':10} {'calls/s':>8} {'calls':>7} {'failed':>7} {'retr.':>6} {'p50 ms':>7} {'p99 ms':>7} {'CPU ms/call':>12} {'SIPp cores':>11} {'idle':>6}")
    floor = subprocess.Popen(["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", "25070", "-nostdin"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        for rate in [int(r) for r in args.rates.split(",")]:
            for name, port, pids in (("floor", 25070, [floor.pid]), ("gateway", SIP, [bench.pid])):
                calls, before, total = rate * args.seconds, sum(map(cpu, pids)), idle()
                started = time.monotonic()
                process, folder = bench.sipp(port, calls, rate, 0)
                r = bench.finished(process, folder, args.seconds * 2 + 40)
                took = time.monotonic() - started
                spent, now = sum(map(cpu, pids)) - before, idle()
                print(f"{name:10} {calls / took:8.1f} {calls:7} {calls - r['ok']:7} {r['retransmitted']:6} {r['p50']:7.1f} {r['p99']:7.1f} "
                      f"{1000 * spent / max(1, r['ok']):12.2f} {r['sipp_cpu'] / took:11.2f} {(now[1] - total[1]) / (now[0] - total[0]):6.0%}", flush=True)
                time.sleep(3)
    finally:
        floor.terminate()
        floor.wait()
    print(f"live calls now: {bench.live_calls()}; {pauses(bench)}")


class Probe(threading.Thread):
    """One more call, placed by hand, that sends a numbered tone and looks at every packet that comes back."""

    def __init__(self, port, seconds):
        super().__init__()
        self.port, self.seconds, self.gaps, self.lost, self.received = port, seconds, [], 0, 0

    def run(self):
        sys.path.insert(0, HERE)
        from call_setup import Call
        call = Call(("127.0.0.1", self.port), "load")
        call.invite()
        call.request("ACK", 1)
        last, last_sequence, began, sequence = None, None, time.monotonic(), 0
        call.rtp.settimeout(0.005)
        while time.monotonic() - began < self.seconds:
            if time.monotonic() - began >= sequence * 0.02:
                header = struct.pack("!BBHII", 0x80, 0, sequence & 0xFFFF, (sequence * 160) & 0xFFFFFFFF, 0x5EED)
                call.rtp.sendto(header + bytes([0x95] * 160), call.media)
                sequence += 1
            try:
                packet = call.rtp.recv(2048)
            except TimeoutError:
                continue
            now, number = time.monotonic(), struct.unpack("!H", packet[2:4])[0]
            if last is not None and now - began > 1:
                self.gaps.append(1000 * (now - last))
                self.lost += max(0, ((number - last_sequence) & 0xFFFF) - 1)
            last, last_sequence = now, number
            self.received += 1
        call.request("BYE", 2)


def calls(bench, args):
    before = resident(bench.pid)
    print(f"{'calls':>6} {'all up':>7} {'gateway CPU-s/call-min':>23} {'worker':>7} {'SIPp cores':>11} {'idle':>6} {'gap p50':>8} {'p99':>6} {'max':>7} {'lost':>5} {'MB/call':>8} {'live heap after, MB':>20}")
    for n in [int(c) for c in str(args.calls).split(",")]:
        process, folder = bench.sipp(SIP, n, 25, int((n / 25 + args.seconds + 6) * 1000), audio=True)
        end = time.monotonic() + n / 25 + 20
        while bench.live_calls() < n and time.monotonic() < end:
            time.sleep(0.5)
        up = bench.live_calls()
        probe = Probe(SIP, args.seconds)
        g0, w0, s0, i0, t0 = cpu(bench.pid), cpu(bench.worker.pid), cpu(process.pid), idle(), time.monotonic()
        probe.start()
        probe.join()
        took, i1 = time.monotonic() - t0, idle()
        minutes = (up + 1) * took / 60
        gaps = sorted(probe.gaps) or [float("nan")]
        rss = resident(bench.pid)
        print(f"{n:6} {up:7} {(cpu(bench.pid) - g0) / minutes:23.3f} {(cpu(bench.worker.pid) - w0) / minutes:7.3f} {(cpu(process.pid) - s0) / took:11.2f} "
              f"{(i1[1] - i0[1]) / (i1[0] - i0[0]):6.0%} {statistics.median(gaps):8.1f} {gaps[int(0.99 * len(gaps)) - 1]:6.1f} {gaps[-1]:7.1f} {probe.lost:5} {(rss - before) / n:8.2f}", end="", flush=True)
        bench.finished(process, folder, n / 25 + 60)
        time.sleep(3)
        print(f" {bench.live_heap():20.1f}", flush=True)
    print(f"live calls now: {bench.live_calls()}; {pauses(bench)}")


def stack(bench, args):
    names = sorted(bench.services)
    print(f"{'calls/s':>8} {'calls':>6} {'failed':>7} {'retr.':>6} {'p50 ms':>7} {'p99 ms':>7} " + " ".join(f"{n + ' ms/call':>29}" for n in names)
          + f" {'SIPp cores':>11} {'idle':>6}")
    for rate in (10, 20, 30):  # until the compilers are done: a service that has just started needs twice the CPU a call
        process, folder = bench.sipp(SIP, 700, rate, 1000, user="restaurant")
        bench.finished(process, folder, 150)
    for rate in [int(r) for r in args.rates.split(",")]:
        calls, before, total, began = rate * args.seconds, {n: cpu(bench.services[n]) for n in names}, idle(), time.monotonic()
        process, folder = bench.sipp(SIP, calls, rate, 1000, user="restaurant")
        r = bench.finished(process, folder, args.seconds * 2 + 40)
        took, now = time.monotonic() - began, idle()
        spent = {n: 1000 * (cpu(bench.services[n]) - before[n]) / calls for n in names}
        print(f"{rate:8} {calls:6} {calls - r['ok']:7} {r['retransmitted']:6} {r['p50']:7.0f} {r['p99']:7.0f} " + " ".join(f"{spent[n]:29.1f}" for n in names)
              + f" {r['sipp_cpu'] / took:11.2f} {(now[1] - total[1]) / (now[0] - total[0]):6.0%}", flush=True)
        time.sleep(5)
    print(f"live calls now: {bench.live_calls()}; resident MB: " + ", ".join(f"{n} {resident(bench.services[n]):.0f}" for n in names))


def overload(bench, args):
    total = args.rate * args.seconds
    process, folder = bench.sipp(SIP, total, args.rate, 500, limit=3000)
    r = bench.finished(process, folder, args.seconds * 3 + 60)
    print(f"offered {args.rate}/s for {args.seconds} s: {r['ok']} of {total} calls served, INVITE->200 p50 {r['p50']:.0f} ms, p99 {r['p99']:.0f} ms")
    for waited in (0, 20, 40, 60):
        print(f"  {waited:2} s after: {bench.live_calls()} live calls, {resident(bench.pid):.0f} MB resident", flush=True)
        if waited < 60:
            time.sleep(20)


def pauses(bench):
    found = sorted(float(x) for x in re.findall(r"Pause .* ([0-9.]+)ms", open(bench.gc).read()))
    return f"GC pauses {len(found)}, p99.9 {found[int(0.999 * len(found)) - 1]:.1f} ms, max {found[-1]:.1f} ms" if found else "no GC pause"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["cps", "calls", "overload", "stack"])
    parser.add_argument("--rates", help="default 50,100,200, for stack 10,20,40,60")
    parser.add_argument("--rate", type=int, default=600)
    parser.add_argument("--calls", default="50,250")
    parser.add_argument("--seconds", type=int, default=20)
    args = parser.parse_args()
    args.rates = args.rates or ("10,20,40,60" if args.what == "stack" else "50,100,200")
    if "JAVA_HOME" not in os.environ:
        sys.exit("JAVA_HOME must name a JDK 25")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    for needed in ("sip-gateway/target/quarkus-app/quarkus-run.jar", "testing/benchmarks/target/lib", "dev-launcher/target/lib"):
        if not os.path.exists(os.path.join(ROOT, needed)):
            print("  building ...", flush=True)
            subprocess.run(["mvn", "-q", "-B", "-Dquick", "-DskipTests", "-pl", "dev-launcher,sip-gateway,testing/benchmarks", "-am", "package"],
                           cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            break
    bench = Bench()
    try:
        if args.what == "stack":
            bench.stack()
            stack(bench, args)
            return
        bench.gateway(bench.infrastructure())
        warm(bench)
        {"cps": cps, "calls": calls, "overload": overload}[args.what](bench, args)
    finally:
        bench.close()


if __name__ == "__main__":
    main()
