#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what a caller feels: INVITE->180, INVITE->200, ACK->first voiced RTP, key->silence. One call at a time.

usage: call_setup.py HOST:PORT [--callee restaurant] [--calls 10] [--ack-delay MS] [--pid NAME=PID ...]

The floor stands in the same run: the round trip of one UDP datagram through a Python echo on loopback. With --pid the
resident memory of the named processes is read at the end. Loopback only.
"""
import argparse
import random
import socket
import statistics
import struct
import threading
import time

VOICED_LEVEL = 30
RTP_PACKET = 172


def sdp(ip, port):
    return (f"v=0\r\no=bench 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 101\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n")


class Call:
    def __init__(self, target, callee):
        self.target, self.callee = target, callee
        self.sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sip.bind((target[0], 0))
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind((target[0], 0))
        self.id, self.tag = f"{random.getrandbits(64):x}@bench", f"{random.getrandbits(32):x}"
        self.to_tag, self.contact, self.media = "", "", None
        self.sequence, self.timestamp = random.getrandbits(15), random.getrandbits(31)

    def request(self, method, cseq, body="", branch=None):
        ip, port = self.sip.getsockname()
        uri = self.contact or f"sip:{self.callee}@{self.target[0]}:{self.target[1]}"
        text = (f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {ip}:{port};rport;branch=z9hG4bK{branch or random.getrandbits(48):x}\r\n"
                f"From: <sip:+33612999999@{ip}:{port}>;tag={self.tag}\r\nTo: <sip:{self.callee}@{self.target[0]}>{self.to_tag}\r\n"
                f"Call-ID: {self.id}\r\nCSeq: {cseq} {method}\r\nContact: <sip:bench@{ip}:{port}>\r\nMax-Forwards: 70\r\n"
                + ("Content-Type: application/sdp\r\n" if body else "") + f"Content-Length: {len(body)}\r\n\r\n{body}")
        self.sip.sendto(text.encode(), self.target)

    def status(self, wanted, timeout):
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            self.sip.settimeout(max(0.001, end - time.perf_counter()))
            try:
                text = self.sip.recv(65536).decode()
            except socket.timeout:
                break
            at, code = time.perf_counter(), int(text.split(" ", 2)[1]) if text.startswith("SIP/2.0") else 0
            if code >= 300:
                raise SystemExit("refused: " + text.split("\r\n", 1)[0])
            if code == wanted:
                return at, text
        raise SystemExit(f"no {wanted} within {timeout} s")

    def invite(self):
        start = time.perf_counter()
        self.request("INVITE", 1, sdp(*self.rtp.getsockname()))
        ringing, _ = self.status(180, 5)
        answered, text = self.status(200, 30)
        for line in text.split("\r\n"):
            name, _, value = line.partition(":")
            if name.lower() == "to" and ";tag=" in value:
                self.to_tag = ";tag=" + value.split(";tag=", 1)[1].split(";")[0]
            elif name.lower() == "contact":
                self.contact = value.split("<", 1)[1].split(">", 1)[0]
            elif line.startswith("m=audio"):
                self.media = (self.target[0], int(line.split()[1]))
        return ringing - start, answered - start

    def send_rtp(self, payload_type, payload, marker=False):
        head = struct.pack("!BBHII", 0x80, payload_type | (0x80 if marker else 0), self.sequence & 0xFFFF, self.timestamp & 0xFFFFFFFF, 4711)
        self.rtp.sendto(head + payload, self.media)
        self.sequence += 1

    def silence(self, stop):
        while not stop.wait(0.02):
            self.send_rtp(0, b"\xff" * 160)
            self.timestamp += 160

    def first_voice(self, since, timeout=10):
        self.rtp.settimeout(timeout)
        while time.perf_counter() - since < timeout:
            if self.voiced(self.rtp.recv(2048)):
                return time.perf_counter() - since
        raise SystemExit("the agent said nothing")

    @staticmethod
    def voiced(packet):
        """Mean mu-law magnitude (0-127, logarithmic): silence is below 5, speech far above."""
        if len(packet) < RTP_PACKET or packet[1] & 0x7F != 0:
            return False
        return sum(~byte & 0x7F for byte in packet[12:RTP_PACKET]) / 160 > VOICED_LEVEL

    def listen(self, seconds):
        """Keeps the socket's buffer empty, so that what comes next is now."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.rtp.recv(2048)

    def key(self, event):
        """Presses a key and returns how long voice still came: until the last voiced packet."""
        start, stamp = time.perf_counter(), self.timestamp
        for i, end in enumerate([0, 0, 0, 0x80]):
            self.timestamp = stamp
            self.send_rtp(101, struct.pack("!BBH", event, 10 | end, 160 * (i + 1)), marker=i == 0)
        last, quiet = 0.0, 0
        self.rtp.settimeout(1)
        # 100 ms without voice end what was being said; the agent's answer to the key comes later.
        while quiet < 5:
            if self.voiced(self.rtp.recv(2048)):
                last, quiet = time.perf_counter() - start, 0
            else:
                quiet += 1
        return last


def measure(target, callee, ack_delay):
    call, stop = Call(target, callee), threading.Event()
    ringing, answered = call.invite()
    time.sleep(ack_delay)
    call.request("ACK", 1)
    acked = time.perf_counter()
    threading.Thread(target=call.silence, args=(stop,), daemon=True).start()
    voice = call.first_voice(acked)
    call.listen(1.5)
    call.first_voice(time.perf_counter())  # the key interrupts speech, not a pause between two sentences
    call.listen(0.1)
    stopped = call.key(4)
    stop.set()
    call.request("BYE", 2)
    call.status(200, 5)
    return ringing, answered, voice, stopped


def floor():
    echo, client = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    echo.bind(("127.0.0.1", 0))
    threading.Thread(target=lambda: [echo.sendto(*echo.recvfrom(2048)) for _ in range(100)], daemon=True).start()
    times = []
    for _ in range(100):
        start = time.perf_counter()
        client.sendto(b"x" * 172, echo.getsockname())
        client.recv(2048)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--callee", default="restaurant")
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--ack-delay", type=float, default=0, metavar="MS")
    parser.add_argument("--pid", action="append", default=[], metavar="NAME=PID")
    options = parser.parse_args()
    host, port = options.target.rsplit(":", 1)
    if not host.startswith("127."):
        raise SystemExit("loopback only")
    rows = []
    for number in range(options.calls):
        rows.append(measure((host, int(port)), options.callee, options.ack_delay / 1000))
        print(f"call {number + 1}/{options.calls}", end="\r", flush=True)
    print(f"floor: UDP echo on loopback {floor() * 1000:.2f} ms (median of 100)")
    for name, column in zip(("INVITE->180", "INVITE->200", "ACK->first voice", "key->last voice"), zip(*rows)):
        ordered = sorted(column)
        print(f"{name:18} median {statistics.median(ordered) * 1000:8.1f} ms   worst {ordered[-1] * 1000:8.1f} ms   of {len(ordered)}")
    for named in options.pid:
        name, pid = named.split("=")
        resident = next(line for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))
        print(f"{name:24} {int(resident.split()[1]) / 1024:6.0f} MB resident")


if __name__ == "__main__":
    main()
