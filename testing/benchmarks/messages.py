#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages of WhatsApp (Meta's Cloud API) at a rate: how soon each is accepted, and whether each is answered exactly once.

usage: messages.py --router http://127.0.0.1:8000 [--router http://127.0.0.1:8100] [--rate 500] [--seconds 20] [--twice 0.05]
                   [--kill PID --kill-after 8] [--called +33939240575] [--port 8770] [--secret S] [--patience 120]

Plays Meta: posts signed deliveries at their times, whatever the answers take (a request's time counts from when it was due), and is the
Graph API to which the routers send their answers. Each person writes once. Accepted = 200 = the row is committed; a delivery that got no 200
is delivered again, to the next router, as Meta does. Start the routers with
  ALLO_META_APP_SECRET=bench ALLO_META_ACCESS_TOKEN=bench ALLO_META_GRAPH_URL=http://127.0.0.1:8770/v23.0
--kill ends one router (SIGKILL) in the middle; its messages must be answered by the other one.
"""
import argparse
import asyncio
import hashlib
import hmac
import json
import os
import random
import signal
import sys
import time
import urllib.parse

LIMIT_MS = 50
OURS = "590968830767958"


class Router:
    """Kept-alive connections to one router."""

    def __init__(self, base):
        url = urllib.parse.urlsplit(base)
        self.host, self.port, self.free = url.hostname, url.port, []

    async def post(self, body, signature):
        """The status, 0 when there was none."""
        try:
            reader, writer = self.free.pop() if self.free else await asyncio.open_connection(self.host, self.port)
            writer.write(b"POST /api/meta/webhook HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
                         b"X-Hub-Signature-256: sha256=%s\r\nContent-Length: %d\r\n\r\n" % (signature, len(body)) + body)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    await reader.readexactly(int(line.split(b":")[1]))
            self.free.append((reader, writer))
            return int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            return 0


class Graph:
    """The Graph API: takes every answer and counts them by person."""

    def __init__(self):
        self.answers = {}

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
                to = json.loads(await reader.readexactly(length))["to"]
                self.answers[to] = self.answers.get(to, 0) + 1
                body = json.dumps({"messages": [{"id": f"wamid.{to}.{self.answers[to]}"}]}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def delivery(person, called, words):
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "bench", "changes": [{"field": "messages", "value": {
        "messaging_product": "whatsapp", "metadata": {"display_phone_number": called.lstrip("+"), "phone_number_id": OURS},
        "messages": [{"from": person, "id": f"wamid.bench.{person}", "timestamp": str(int(time.time())), "type": "text",
                      "text": {"body": words}}]}}]}]}).encode()


async def tell(options, routers, number, start, times, retried):
    """One person's message, again until it is accepted."""
    person = options.first + number
    body = delivery(str(person), options.called, "quels sont vos horaires ?")
    signature = hmac.new(options.secret.encode(), body, hashlib.sha256).hexdigest().encode()
    due = start + number / options.rate
    await asyncio.sleep(max(0.0, due - time.monotonic()))
    for attempt in range(20):
        if await routers[(number + attempt) % len(routers)].post(body, signature) == 200:
            break
        retried[0] += 1
        await asyncio.sleep(0.5)
    else:
        return
    times[number] = (time.monotonic() - due) * 1000
    if random.random() < options.twice:
        await routers[(number + 1) % len(routers)].post(body, signature)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


async def main(options):
    graph, routers, times, retried = Graph(), [Router(base) for base in options.router], {}, [0]
    server = await asyncio.start_server(graph.serve, "127.0.0.1", options.port)
    total = int(options.rate * options.seconds)
    start = time.monotonic() + 0.5
    if options.kill:
        asyncio.get_running_loop().call_later(options.kill_after, os.kill, options.kill, signal.SIGKILL)
    await asyncio.gather(*(tell(options, routers, number, start, times, retried) for number in range(total)))
    until = time.monotonic() + options.patience
    while time.monotonic() < until and len(graph.answers) < total:
        await asyncio.sleep(0.5)
    took = time.monotonic() - start
    await asyncio.sleep(5)  # what would come twice
    server.close()
    doubled = sum(1 for count in graph.answers.values() if count > 1)
    lost = total - len(graph.answers)
    p99 = percentile(times.values(), 0.99)
    print(f"{total} messages at {options.rate:g}/s to {len(routers)} router(s): accepted {len(times)}, again {retried[0]}; "
          f"accepted after p50 {percentile(times.values(), 0.5):.1f} p95 {percentile(times.values(), 0.95):.1f} p99 {p99:.1f} ms; "
          f"all answered after {took:.1f} s; lost {lost}, doubled {doubled}")
    return 0 if lost == 0 and doubled == 0 and p99 <= LIMIT_MS else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--router", action="append", required=True)
    parser.add_argument("--rate", type=float, default=500)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--twice", type=float, default=0.05)
    parser.add_argument("--kill", type=int)
    parser.add_argument("--kill-after", type=float, default=8)
    parser.add_argument("--called", default="+33939240575")
    parser.add_argument("--port", type=int, default=8770)
    parser.add_argument("--secret", default="bench")
    parser.add_argument("--patience", type=float, default=120)
    parser.add_argument("--first", type=int, default=33700000000 + random.randrange(0, 90) * 1_000_000)
    sys.exit(asyncio.run(main(parser.parse_args())))
