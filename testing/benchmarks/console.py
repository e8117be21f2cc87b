#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The technician console: end of speech to the suggestion at the page's WebSocket.

usage: console.py [--calls 20] [--at-once 4] [--data folder]

Starts ./allo up in a folder of its own with stand-ins that answer at once: Deepgram (the test kit's, a process) for speech, this script for
Twilio. Each call is placed by POST /twilio/initiate-call, its media stream is opened as Twilio does with the TwiML's parameters, and a
technician "speaks" two seconds in real time (20 ms frames), then is silent. The time counts from the last voiced frame to the first
"suggestion" at /api/realtime/ws; Deepgram's end of speech (300 ms of silence) is in it. Wanted: p95 <= 1500 ms. ALLO_BENCH_OFFSET moves all ports.
"""
import argparse
import asyncio
import base64
import json
import math
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT_MS = 1500
OFFSET = int(os.environ.get("ALLO_BENCH_OFFSET", "13000"))
ROUTER, TWILIO, DEEPGRAM = 8000 + OFFSET, 8771 + OFFSET, 8772 + OFFSET
WORDS = "la caméra du parking est hors ligne, l'image est noire"
FRAME = 160


def ulaw(sample):
    sign, sample = (0x80, -sample) if sample < 0 else (0, sample)
    sample = min(sample, 32635) + 0x84
    exponent = max(0, sample.bit_length() - 8)
    return ~(sign | exponent << 4 | sample >> exponent + 3 & 0x0F) & 0xFF


TONE = bytes(ulaw(int(9000 * math.sin(2 * math.pi * 440 * i / 8000))) for i in range(FRAME))
SILENCE = b"\xff" * FRAME


class Socket:
    """A WebSocket client: text messages only."""

    @classmethod
    async def open(cls, path):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", ROUTER)
        self.writer.write((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{ROUTER}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode() + "\r\n\r\n").encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise OSError(head.split(b"\r\n")[0].decode())
        return self

    def send(self, message):
        data, mask = json.dumps(message).encode(), os.urandom(4)
        length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        self.writer.write(b"\x81" + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    async def messages(self):
        while True:
            first, second = await self.reader.readexactly(2)
            length = second & 0x7F
            if length == 126:
                length, = struct.unpack(">H", await self.reader.readexactly(2))
            elif length == 127:
                length, = struct.unpack(">Q", await self.reader.readexactly(8))
            data = await self.reader.readexactly(length)
            if first & 0x0F == 8:
                return
            if first & 0x0F == 1:
                yield json.loads(data)

    def close(self):
        self.writer.close()


class Twilio:
    """Takes calls and answers at once."""

    def __init__(self):
        self.twiml, self.count = {}, 0

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
                form = urllib.parse.parse_qs((await reader.readexactly(length)).decode())
                path = head.split(b" ")[1].decode()
                if path.endswith("/Calls.json"):
                    self.count += 1
                    sid = f"CA{self.count:032x}"
                    self.twiml[sid] = form["Twiml"][0]
                else:
                    sid = path.rsplit("/", 1)[1].removesuffix(".json")
                answer = json.dumps({"sid": sid, "status": "queued", "direction": "outbound-api", "duration": "3"}).encode()
                writer.write(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.close()


async def post(path, body):
    reader, writer = await asyncio.open_connection("127.0.0.1", ROUTER)
    data = json.dumps(body).encode()
    writer.write(b"POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                 % (path.encode(), len(data)) + data)
    head, _, answer = (await asyncio.wait_for(reader.read(), 20)).partition(b"\r\n\r\n")
    writer.close()
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise OSError((head.split(b"\r\n")[0] + b" " + answer[:200]).decode())
    return json.loads(answer)


async def first_suggestion(page):
    async for message in page.messages():
        if message.get("type") == "suggestion":
            return time.monotonic()


async def call(twilio, number):
    session = f"bench-{time.time_ns()}-{number}"
    page = await Socket.open("/api/realtime/ws/" + session)
    placed = await post("/twilio/initiate-call", {"phone_number": f"+336{number:08d}", "session_id": session, "technician_id": "bench"})
    sid = placed["call_sid"]
    parameters = dict(re.findall(r'<Parameter name="([^"]*)" value="([^"]*)"/>', twilio.twiml[sid]))
    stream = await Socket.open("/twilio/media-stream")
    stream.send({"event": "connected", "protocol": "Call", "version": "1.0.0"})
    stream.send({"event": "start", "sequenceNumber": "1", "streamSid": "MZ" + sid, "start": {
        "streamSid": "MZ" + sid, "accountSid": "AC1", "callSid": sid, "tracks": ["inbound"], "customParameters": parameters,
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}}})
    found = asyncio.ensure_future(first_suggestion(page))
    drain = asyncio.ensure_future(drained(stream))
    begin, ended = time.monotonic() + 0.5, None
    for frame in range(50 * 12):
        await asyncio.sleep(max(0.0, begin + frame * 0.02 - time.monotonic()))
        if found.done():
            break
        stream.send({"event": "media", "streamSid": "MZ" + sid, "media": {
            "track": "inbound", "payload": base64.b64encode(TONE if frame < 100 else SILENCE).decode()}})
        ended = time.monotonic() if frame < 100 else ended
    drain.cancel()
    at = found.result() if found.done() else found.cancel() and None
    await post("/twilio/end-call", {"call_sid": sid, "session_id": session})
    page.close()
    stream.close()
    return (at - ended) * 1000 if at else None


async def drained(stream):
    async for _ in stream.messages():
        pass


async def run(args):
    twilio = Twilio()
    server = await asyncio.start_server(twilio.serve, "127.0.0.1", TWILIO)
    await call(twilio, 1)  # warm
    times, waiting = [], iter(range(2, args.calls + 2))

    async def worker():
        for number in waiting:
            times.append(await call(twilio, number))

    await asyncio.gather(*(worker() for _ in range(args.at_once)))
    server.close()
    found = sorted(t for t in times if t is not None)
    lost = len(times) - len(found)
    if not found:
        sys.exit("no suggestion came")
    at = lambda share: found[min(len(found) - 1, int(len(found) * share))]  # noqa: E731
    print(f"{len(times)} calls, {args.at_once} at once: end of speech to suggestion p50 {at(.5):.0f} ms, p95 {at(.95):.0f} ms, "
          f"worst {found[-1]:.0f} ms, {lost} without; load {os.getloadavg()[0]:.1f}")
    return 0 if lost == 0 and at(.95) <= LIMIT_MS else 1


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--data", default="/tmp/allo-bench-console")
    args = parser.parse_args()
    shutil.rmtree(args.data, ignore_errors=True)
    if not os.environ.get("ALLO_BENCH_BUILT"):
        subprocess.run(["mvn", "-q", "-B", "-Dquick", "-DskipTests", "-pl", "testing/benchmarks", "-am", "package"], cwd=ROOT, check=True)
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    path = ":".join(str(ROOT / p) for p in ("testing/test-kit/target/classes", "libs/audio/target/classes", "testing/benchmarks/target/lib/*"))
    deepgram = subprocess.Popen([java, "-Xmx128m", "-cp", path, "io.allo.testkit.provider.DeepgramServer", str(DEEPGRAM), WORDS])
    environment = {**os.environ, "ALLO_DATA_DIR": args.data, "ALLO_PORT_OFFSET": str(OFFSET), "ALLO_TWILIO_ACCOUNT_SID": "AC1",
                   "ALLO_TWILIO_API_KEY_SID": "SK1", "ALLO_TWILIO_API_KEY_SECRET": "secret", "ALLO_TWILIO_API_URL": f"http://127.0.0.1:{TWILIO}",
                   "TWILIO_PHONE_NUMBER": "+33939240599", "TWILIO_WEBSOCKET_URL": "https://media.example.com", "DEEPGRAM_API_KEY": "stand-in",
                   "ALLO_STT_DEEPGRAM_BASE_URL": f"ws://127.0.0.1:{DEEPGRAM}"}
    allo = subprocess.Popen([str(ROOT / "allo"), "up"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in allo.stdout:
            if "Allo is ready" in line:
                break
        else:
            sys.exit("Allo did not start; the logs: " + args.data + "/logs")
        sys.exit(asyncio.run(run(args)))
    finally:
        allo.terminate()
        deepgram.terminate()
        allo.wait(60)


if __name__ == "__main__":
    main()
