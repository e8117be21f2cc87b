#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures GET /api/ai for a restaurant with a large menu, beside the floor of the same run. Needs a running ./allo up.

usage: session.py --key SERVICE_KEY [--items 200] [--rate 50] [--seconds 20] [--config http://127.0.0.1:4000] [--business http://127.0.0.1:3000]

Imports a restaurant of its own, warms up, then sends the requests at their times whatever the answers take (waiting for a late answer would
hide it); a request's time counts from when it was due. The floor is the same request without a restaurant, refused before anything is read.
"""
import argparse
import http.client
import json
import statistics
import sys
import threading
import time
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor

ACCOUNT = "11110000-0000-4000-8000-000000000001"
CATEGORIES = 20
LIMIT_MS = 50
LOCAL = threading.local()


def menu(items):
    """Categories of dishes, each with a question to answer."""
    dish = {"description": "Une recette de la maison, cuite à la commande, avec ce que le marché donne",
            "options": [{"name": "Cuisson", "type": "single_choice", "required": True,
                         "choices": [{"label": "À point", "price_modifier": 0}, {"label": "Bien cuit", "price_modifier": 0.5}]}]}
    return [{"name": f"Rubrique {c}", "items": [dict(dish, name=f"Plat {c}-{i}", price=9.5) for i in range(items // CATEGORIES)]}
            for c in range(CATEGORIES)]


def send(base, method, path, key, body=None):
    """One request on this thread's connection; its status."""
    url = urllib.parse.urlsplit(base)
    known = getattr(LOCAL, "connections", None)
    if known is None:
        known = LOCAL.connections = {}
    connection = known.setdefault(base, http.client.HTTPConnection(url.hostname, url.port, timeout=10))
    headers = {"X-API-Key": key, "X-Allo-Account": ACCOUNT, "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, text
    except OSError:
        connection.close()
        return 0, b""


def run(base, path, key, rate, seconds):
    """Milliseconds from each request's due time to its answer, and how many had another status than the first."""
    start = time.monotonic() + 0.2

    def one(number):
        due = start + number / rate
        time.sleep(max(0.0, due - time.monotonic()))
        status, _ = send(base, "GET", path, key)
        return (time.monotonic() - due) * 1000, status

    with ThreadPoolExecutor(64) as clients:
        answers = list(clients.map(one, range(int(rate * seconds))))
    return sorted(took for took, _ in answers), {status: sum(1 for _, s in answers if s == status) for status in {s for _, s in answers}}


def line(name, took, statuses):
    p95 = took[int(len(took) * 0.95)]
    print(f"{name:<10} p50 {statistics.median(took):6.1f} ms   p95 {p95:6.1f} ms   p99 {took[int(len(took) * 0.99)]:6.1f} ms   {statuses}")
    return p95


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", required=True)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--config", default="http://127.0.0.1:4000")
    parser.add_argument("--business", default="http://127.0.0.1:3000")
    args = parser.parse_args()
    restaurant = str(uuid.uuid4())
    document = {"accountId": ACCOUNT, "name": "Banc d'essai", "categories": menu(args.items)}
    status, text = send(args.business, "PUT", f"/internal/restaurants/{restaurant}", args.key, document)
    if status != 200:
        sys.exit(f"the restaurant was not imported: {status} {text[:300]!r}")
    path = f"/api/ai?restaurantId={restaurant}&callerPhone=%2B33612345678"
    status, text = send(args.config, "GET", path, args.key)
    if status != 200:
        sys.exit(f"no session: {status} {text[:300]!r}")
    print(f"{args.items} items, {args.rate:g} requests a second, {args.seconds:g} s; an answer has {len(text)} bytes")
    run(args.config, path, args.key, args.rate, 5)
    line("floor", *run(args.config, "/api/ai", args.key, args.rate, args.seconds))
    p95 = line("GET /api/ai", *run(args.config, path, args.key, args.rate, args.seconds))
    print("wanted: p95 ≤ 50 ms:", "yes" if p95 <= LIMIT_MS else "NO")


if __name__ == "__main__":
    main()
