#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages of WhatsApp (Meta's Cloud API) at a rate to two routers, one killed in the middle: how soon each is accepted, and whether
each is answered exactly once and in order.

usage: messages.py [--rate 500] [--seconds 20] [--people 1000] [--twice 0.05] [--warm 20] [--no-kill] [--profile] [--data folder]

Starts ./allo up in a folder of its own, and a second router on the same PostgreSQL and Redis. Plays Meta: posts signed deliveries at their
times, whatever the answers take (a request's time counts from when it was due), to one router after the other; some come twice; what got no
200 is delivered again to the next router, as Meta does. It is the Graph API that takes the answers, and the chat model, which answers with
the numbers of the messages that it was asked, so that every answer says what it answers. It reports each answer as sent, up to 20 in a
delivery. Half-way the second router gets SIGKILL; it is back after five seconds. What was delivered again is told apart: it waited for
Meta, not for Allo. Wanted: acceptance (200 = the row is committed) p99 <= 50 ms, nothing lost, doubled or out of order. The floor is the
same kind of request that is refused before anything is read. ALLO_BENCH_OFFSET moves all ports.
"""
import argparse
import asyncio
import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT_MS = 50
OURS = "590968830767958"
CALLED = "+33939240575"
OFFSET = int(os.environ.get("ALLO_BENCH_OFFSET", "12000"))
ROUTER, SECOND, STAND_INS = 8000 + OFFSET, 8100 + OFFSET, 8770 + OFFSET
FIRST_PERSON = 33700000000
BASE = 10_000_000  # numbers of one run's messages
REPORTS_EVERY, REPORTS_TOGETHER = 0.25, 20
TICKS = os.sysconf("SC_CLK_TCK")


class Http:
    """Kept-alive connections to one server."""

    def __init__(self, port):
        self.port, self.free = port, []

    async def post(self, path, body, headers=b""):
        """The status, 0 when there was none."""
        try:
            reader, writer = self.free.pop() if self.free else await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
                         % (path, headers, len(body)) + body)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            await reader.readexactly(length_of(head))
            self.free.append((reader, writer))
            return int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            return 0


def length_of(head):
    return next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)


class StandIns:
    """The Graph API and the chat model, on one port."""

    def __init__(self):
        self.answers, self.asked, self.unreported = {}, 0, []

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = json.loads(await reader.readexactly(length_of(head)))
                if b"/chat/completions" in head.split(b"\r\n", 1)[0]:
                    writer.write(self.model(body))
                else:
                    answer = self.graph(body)
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def graph(self, body):
        """Takes an answer."""
        mine = self.answers.setdefault(body["to"], [])
        mine.append([int(number) for number in re.findall(r"m(\d+)", body["text"]["body"])])
        message_id = f"wamid.{body['to']}.{len(mine)}.{time.monotonic_ns()}"
        self.unreported.append({"id": message_id, "status": "sent", "timestamp": str(int(time.time())), "recipient_id": body["to"],
                                "biz_opaque_callback_data": body.get("biz_opaque_callback_data", "")})
        return json.dumps({"messages": [{"id": message_id}]}).encode()

    async def report(self, routers):
        """Tells of each answer that it was sent, as Meta does; to the next router what one did not take."""
        turn = 0
        while True:
            await asyncio.sleep(REPORTS_EVERY)
            reports, self.unreported = self.unreported, []
            for start in range(0, len(reports), REPORTS_TOGETHER):
                body = change({"statuses": reports[start:start + REPORTS_TOGETHER]})
                status = 0
                while status != 200:
                    turn += 1
                    status = await routers[turn % len(routers)].post(b"/api/meta/webhook", body, signature(body))
                    await asyncio.sleep(0 if status == 200 else 0.25)

    def model(self, body):
        """Says the numbers of the last message."""
        self.asked += 1
        words = next(message["content"] for message in reversed(body["messages"]) if message["role"] == "user")
        words = words if isinstance(words, str) else " ".join(part.get("text", "") for part in words)
        said = " ".join(re.findall(r"m\d+", words)) or "bonjour"
        chunks = [[{"index": 0, "delta": {"role": "assistant", "content": said}, "finish_reason": None}],
                  [{"index": 0, "delta": {}, "finish_reason": "stop"}]]
        events = "".join("data: " + json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": body["model"],
                                                "choices": choices}) + "\n\n" for choices in chunks) + "data: [DONE]\n\n"
        return (f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {len(events)}\r\n\r\n" + events).encode()


def change(value):
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "bench", "changes": [{"field": "messages", "value": {
        "messaging_product": "whatsapp", "metadata": {"display_phone_number": CALLED.lstrip("+"), "phone_number_id": OURS},
        **value}}]}]}).encode()


def delivery(person, message_id, words):
    return change({"messages": [{"from": person, "id": message_id, "timestamp": str(int(time.time())), "type": "text",
                                 "text": {"body": words}}]})


def signature(body):
    return b"X-Hub-Signature-256: sha256=%s\r\n" % hmac.new(b"bench", body, hashlib.sha256).hexdigest().encode()


class Run:
    """Messages at a rate, each person's one after the other."""

    def __init__(self, routers, people, first, base=0):
        self.routers, self.people, self.first, self.base = routers, people, first, base
        self.times, self.late, self.again, self.floor, self.sent = [], [], 0, [], {}
        self.locks = [asyncio.Lock() for _ in range(people)]
        self.name = f"{time.time_ns():x}"

    async def tell(self, number, due, twice):
        person = str(self.first + number % self.people)
        body = delivery(person, f"wamid.{self.name}.{number}", f"m{self.base + number}")
        headers = signature(body)
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        async with self.locks[number % self.people]:
            for attempt in range(40):
                if await self.routers[(number + attempt) % len(self.routers)].post(b"/api/meta/webhook", body, headers) == 200:
                    break
                self.again += 1
                await asyncio.sleep(0.25)
            else:
                return
            (self.late if attempt else self.times).append((time.monotonic() - due) * 1000)
            self.sent.setdefault(person, []).append(self.base + number)
        if twice:
            await self.routers[(number + 1) % len(self.routers)].post(b"/api/meta/webhook", body, headers)
        if number % 10 == 0:
            begun = time.monotonic()
            if await self.routers[0].post(b"/api/meta/webhook", b"{}") == 403:
                self.floor.append((time.monotonic() - begun) * 1000)

    async def all(self, rate, seconds, twice):
        """In seconds: how long it took to send all."""
        start, total = time.monotonic() + 0.2, int(rate * seconds)
        tasks = set()
        for number in range(total):  # a task each only when it is due: thousands of timers would cost more than the requests
            due = start + number / rate
            if due - time.monotonic() > 0.02:
                await asyncio.sleep(due - time.monotonic() - 0.01)
            task = asyncio.create_task(self.tell(number, due, twice and number % int(1 / twice) == 0))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)
        return time.monotonic() - start

    def answered(self, answers, person):
        """The numbers of this run, as they were answered: an answer of the warming up may come late."""
        return [number for answer in answers.get(person, []) for number in answer if number >= self.base]

    def missing(self, answers):
        return sum(len(numbers) - len(set(self.answered(answers, person))) for person, numbers in self.sent.items())

    def doubled(self, answers):
        return sum(len(self.answered(answers, person)) - len(set(self.answered(answers, person))) for person in self.sent)

    def disordered(self, answers):
        flat = (self.answered(answers, person) for person in self.sent)
        return sum(1 for numbers in flat if numbers != sorted(numbers))


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def figures(values):
    return " / ".join(f"{percentile(values, share):.1f}" for share in (0.5, 0.95, 0.99)) + f" / {max(values, default=0):.1f}"


def listener(port):
    """Process id of who listens there."""
    lines = subprocess.run(["ss", "-ltnp", f"sport = :{port}"], capture_output=True, text=True).stdout
    found = re.search(r"pid=(\d+)", lines)
    return int(found.group(1)) if found else None


class Stack:
    """./allo up, and a second router beside its own."""

    def __init__(self, data):
        self.data, self.second, self.ended = data, None, 0.0
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("ALLO_", "QUARKUS_", "OPENAI_"))}
        stand_ins = f"http://127.0.0.1:{STAND_INS}"
        variables.update(ALLO_DATA_DIR=str(data), ALLO_PORT_OFFSET=str(OFFSET), ALLO_META_APP_SECRET="bench", ALLO_META_ACCESS_TOKEN="bench",
                         ALLO_META_GRAPH_URL=stand_ins + "/v23.0", ALLO_CHAT_BASE_URL=stand_ins + "/v1", ALLO_CHAT_API_KEY="bench",
                         ALLO_DEMO_MODEL="gpt-4o-mini", ALLO_INBOX_LEASE="5s", ALLO_INBOX_SWEEP_INTERVAL="1s")
        self.log = open(data / "up.log", "w")
        self.up = subprocess.Popen([ROOT / "allo", "up"], env=variables, stdout=self.log, stderr=subprocess.STDOUT, cwd=ROOT)
        self.await_text()
        self.first = listener(ROUTER)
        self.start_second()

    def await_text(self):
        until = time.monotonic() + 900
        while "Allo is ready" not in (self.data / "up.log").read_text():
            if self.up.poll() is not None or time.monotonic() > until:
                raise SystemExit("Allo does not start: " + (self.data / "up.log").read_text())
            time.sleep(0.5)

    def start_second(self):
        """The same command and variables, other ports."""
        command = pathlib.Path(f"/proc/{self.first}/cmdline").read_bytes().split(b"\0")[:-1]
        variables = dict(entry.split(b"=", 1) for entry in pathlib.Path(f"/proc/{self.first}/environ").read_bytes().split(b"\0") if entry)
        variables.update({b"QUARKUS_HTTP_PORT": b"%d" % SECOND, b"QUARKUS_MANAGEMENT_PORT": b"%d" % (SECOND + 3)})
        self.second = subprocess.Popen(command, env=variables, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT,
                                       stdout=open(self.data / "second-router.log", "a"))

    def await_second(self):
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{SECOND + 3}/q/health/ready", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise SystemExit("the second router does not start")

    def kill_second(self):
        fields = pathlib.Path(f"/proc/{self.second.pid}/stat").read_text().rsplit(")", 1)[1].split()
        self.ended += (int(fields[11]) + int(fields[12])) / TICKS
        self.second.kill()
        self.second.wait()

    def cpu(self):
        """Seconds of each kind of process so far, ours too."""
        spent = {"benchmark": sum(os.times()[:2]), "routers": self.ended}
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            kind = ("routers" if "channel-router/target" in command and str(ROOT) in command else
                    "session and tools" if re.search(r"(session-config|tool-executor)-service/target", command) and str(ROOT) in command else
                    "servers" if str(self.data) in command or "postgres:" in command else None)
            if kind:
                spent[kind] = spent.get(kind, 0) + (int(fields[11]) + int(fields[12])) / TICKS
        return spent

    def stop(self):
        if self.second and self.second.poll() is None:
            self.second.terminate()
        self.up.send_signal(signal.SIGTERM)
        self.up.wait(60)


async def until_answered(run, stand_ins, patience):
    until = time.monotonic() + patience
    while time.monotonic() < until and run.missing(stand_ins.answers) > 0:
        await asyncio.sleep(0.2)


async def kill_and_return(stack, seconds):
    await asyncio.sleep(seconds / 2)
    await asyncio.to_thread(stack.kill_second)  # until the kernel has cleared it away: other deliveries go on
    await asyncio.sleep(5)
    await asyncio.to_thread(stack.start_second)


async def measure(options, stack):
    stand_ins = StandIns()
    server = await asyncio.start_server(stand_ins.serve, "127.0.0.1", STAND_INS, backlog=1024)
    routers = [Http(ROUTER), Http(SECOND)]
    await asyncio.to_thread(stack.await_second)
    reporting = asyncio.create_task(stand_ins.report([Http(ROUTER), Http(SECOND)]))
    rate = 50
    for turn in range(3 if options.warm else 0):  # conversations are opened, code is compiled
        warm = Run(routers, options.people, FIRST_PERSON, turn * BASE)
        await warm.all(rate, max(options.people / rate, options.warm / 3), 0)
        await until_answered(warm, stand_ins, 120)
        rate = max(rate, options.rate)
        stand_ins.answers.clear()
    run = Run(routers, options.people, FIRST_PERSON if options.warm else FIRST_PERSON + 5_000_000, 3 * BASE)
    recording = f"/tmp/messages-{os.getpid()}.jfr"
    if options.profile:
        subprocess.run(["jcmd", str(stack.first), "JFR.start", "name=bench", "settings=profile", f"filename={recording}"], check=True,
                       stdout=subprocess.DEVNULL)
    before, asked, begun = stack.cpu(), stand_ins.asked, time.monotonic()
    ending = asyncio.create_task(kill_and_return(stack, options.seconds)) if options.kill else None
    await run.all(options.rate, options.seconds, options.twice)
    spent = {kind: seconds - before.get(kind, 0) for kind, seconds in stack.cpu().items()}
    await until_answered(run, stand_ins, 120)
    took = time.monotonic() - begun
    if options.profile:
        subprocess.run(["jcmd", str(stack.first), "JFR.stop", "name=bench"], check=True, stdout=subprocess.DEVNULL)
        print(f"recording: {recording}")
    if ending:
        await ending
    await asyncio.sleep(8)  # what would come twice
    reporting.cancel()
    server.close()
    total = int(options.rate * options.seconds)
    lost, doubled, disordered = total - sum(map(len, run.sent.values())) + run.missing(stand_ins.answers), \
        run.doubled(stand_ins.answers), run.disordered(stand_ins.answers)
    print(f"{total} messages of {options.people} people at {options.rate:g}/s, two routers{', one killed' if options.kill else ''}: "
          f"accepted {len(run.times) + len(run.late)}, deliveries repeated {run.again}, turns {stand_ins.asked - asked}")
    print(f"  accepted after, ms p50 / p95 / p99 / most: {figures(run.times)}   floor: {figures(run.floor)}")
    if run.late:
        print(f"  the {len(run.late)} that were delivered again, from the first time on: {figures(run.late)}")
    print(f"  all answered after {took:.1f} s; lost {lost}, doubled {doubled}, people answered out of order {disordered}")
    print("  CPU ms a message: " + ", ".join(f"{kind} {seconds * 1000 / total:.2f}" for kind, seconds in sorted(spent.items()) if seconds > 0))
    return 0 if lost + doubled + disordered == 0 and percentile(run.times, 0.99) <= LIMIT_MS else 1


def main(options):
    data = pathlib.Path(options.data)
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    stack = Stack(data)
    try:
        return asyncio.run(measure(options, stack))
    finally:
        stack.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=500)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--twice", type=float, default=0.05)
    parser.add_argument("--warm", type=float, default=30, help="seconds; 0: nobody has written before")
    parser.add_argument("--no-kill", dest="kill", action="store_false")
    parser.add_argument("--profile", action="store_true", help="leaves a JFR recording of the first router")
    parser.add_argument("--data", default="/tmp/allo-messages")
    sys.exit(main(parser.parse_args()))
