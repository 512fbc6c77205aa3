"""Providers on 127.0.0.1 that behave as documented, and then misbehave."""

import hashlib
import http.server
import io
import json
import os
import random
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

PREVIEW_CAP = 500
KEYED_CAP = 100_000
RELEASED = "2024-05-01T00:00:00"
ALL_FLOWS = ("M", "X", "RM", "RX")
Row = dict[str, Any]


def comtrade_row(reporter: str, period: str, flow: str, partner: str, product: str) -> Row:
    """Return a row as the API sends it; its value follows from its key."""
    key = f"{reporter}|{period}|{flow}|{partner}|{product}"
    cents = int(hashlib.sha256(key.encode()).hexdigest()[:10], 16)
    return {
        "typeCode": "C", "freqCode": "A", "refPeriodId": int(f"{period}0101"),
        "refYear": int(period), "refMonth": 52, "period": period, "reporterCode": int(reporter),
        "reporterISO": None, "reporterDesc": None, "flowCode": flow, "flowDesc": None,
        "partnerCode": int(partner), "partnerISO": None, "partnerDesc": None, "partner2Code": 0,
        "classificationCode": "H6", "classificationSearchCode": "HS",
        "isOriginalClassification": True, "cmdCode": product, "cmdDesc": None, "aggrLevel": 0,
        "isLeaf": False, "customsCode": "C00", "mosCode": "0", "motCode": 0, "qtyUnitCode": -1,
        "qty": None, "netWgt": None, "cifvalue": None, "fobvalue": None,
        "primaryValue": cents / 100, "legacyEstimationFlag": 0, "isReported": False,
        "isAggregate": True,
    }  # fmt: skip


@dataclass
class World:
    """What the provider knows: partners by reporter and period, flows, products."""

    partners: dict[tuple[str, str], int] = field(default_factory=dict)
    flows: tuple[str, ...] = ALL_FLOWS
    products: tuple[str, ...] = ("TOTAL",)
    released: str = RELEASED

    def rows(self) -> Iterator[Row]:
        for (reporter, period), count in sorted(self.partners.items()):
            for flow in self.flows:
                for partner in range(count):
                    for product in self.products:
                        yield comtrade_row(reporter, period, flow, str(partner), product)

    def values(self) -> dict[tuple[str, ...], float]:
        """Return what must have arrived in the end."""
        return {
            (str(r["reporterCode"]), r["period"], r["flowCode"], str(r["partnerCode"]),
             r["cmdCode"]): r["primaryValue"]
            for r in self.rows()
        }  # fmt: skip


def archive(size: int = 200_000) -> bytes:
    """Return a zip that does not compress, so that its bytes are many."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        entry = zipfile.ZipInfo("dist_cepii.csv", (2011, 12, 1, 0, 0, 0))
        packed.writestr(entry, random.Random(7).randbytes(size))
    return target.getvalue()


def _filtered(world: World, query: dict[str, list[str]], cap: int) -> list[Row]:
    def asked(name: str) -> set[str]:
        return set(",".join(query.get(name, [])).split(",")) - {""}

    filters = {name: asked(name) for name in ("reporterCode", "period", "flowCode", "partnerCode")}
    products = asked("cmdCode")
    level = {f"AG{n}": n for n in (2, 4, 6)}
    return [
        row
        for row in world.rows()
        if all(not codes or str(row[name]) in codes for name, codes in filters.items())
        and (
            row["cmdCode"] in products
            or any(len(row["cmdCode"]) == level.get(word) for word in products)
        )
    ][:cap]


class Provider(http.server.ThreadingHTTPServer):
    """A server; `faults` are spent one per request, `fault_for` is asked when there are none."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.world = World()
        self.files: dict[str, bytes] = {}
        self.listed = 300  # partner areas in the provider's list
        self.faults: list[str] = []
        self.fault_for: Callable[[str], str] = lambda _: ""
        self.alter: Callable[[bytes], bytes] = lambda body: body
        self.validators = True
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.random = random.Random(1)
        self.victim = 0
        self.guard = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self, part: str = "") -> list[str]:
        return [path for path, _ in self.requests if part in path]

    def fault(self, path: str) -> str:
        with self.guard:
            return self.faults.pop(0) if self.faults else self.fault_for(path)

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that were killed."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    server: Provider

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        provider = self.server
        provider.requests.append((self.path, dict(self.headers)))
        fault = provider.fault(self.path)
        status, body, headers = self._answer()
        if status == 200:
            body = provider.alter(body)
        if fault:
            getattr(self, f"_{fault}")(body, headers)
        else:
            self._send(status, body, headers)

    def _answer(self) -> tuple[int, bytes, dict[str, str]]:
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        parts = address.path.strip("/").split("/")
        provider = self.server
        if address.path in provider.files:
            return self._file(provider.files[address.path])
        if "getDA" in parts:
            return 200, _json(self._calendar(query)), {}
        if "preview" in parts or parts[:3] == ["data", "v1", "get"]:
            cap = PREVIEW_CAP if "preview" in parts else KEYED_CAP
            rows = _filtered(provider.world, query, cap)
            return 200, _json({"elapsedTime": "0.1 secs", "count": len(rows), "data": rows}), {}
        if parts[-1] == "partnerAreas.json":
            codes = [{"id": str(code), "text": "area"} for code in range(provider.listed)]
            return 200, _json({"more": False, "results": codes}), {}
        if parts[-1] == "HS.json":
            codes = [{"id": code} for code in provider.world.products]
            return 200, _json({"more": False, "results": codes}), {}
        return 404, b'{"message": "Resource not found"}', {}

    def _calendar(self, query: dict[str, list[str]]) -> dict[str, Any]:
        entries = [
            {"datasetCode": 1, "typeCode": "C", "freqCode": "A", "period": int(period),
             "reporterCode": int(reporter), "classificationCode": "H6", "totalRecords": 900,
             "firstReleased": "2023-01-01T00:00:00", "lastReleased": self.server.world.released}
            for reporter, period in self.server.world.partners
            if period in query["period"]
        ]  # fmt: skip
        return {"elapsedTime": "0.1 secs", "count": len(entries), "data": entries, "error": ""}

    def _file(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": tag} if self.server.validators else {}
        wanted = self.headers.get("Range", "")
        if not wanted or self.headers.get("If-Range") != tag:
            return 200, body, headers
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            return 416, b"", {**headers, "Content-Range": f"bytes */{len(body)}"}
        span = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return 206, body[start:], {**headers, "Content-Range": span}

    def _send(self, status: int, body: bytes, headers: dict[str, str], length: int = -1) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length < 0 else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _too_many(self, *_: object) -> None:
        self._send(429, b'{"message": "Rate limit is exceeded."}', {})

    def _too_many_7s(self, *_: object) -> None:
        self._send(429, b'{"message": "Try again in 7 seconds."}', {"Retry-After": "7"})

    def _too_many_date(self, *_: object) -> None:
        self._send(429, b"", {"Retry-After": "Wed, 01 May 2024 12:00:40 GMT"})

    def _too_many_day(self, *_: object) -> None:
        self._send(429, b"", {"Retry-After": "86400"})

    def _broken(self, *_: object) -> None:
        self._send(500, b"<html><body>Internal Server Error</body></html>", {})

    def _unavailable(self, *_: object) -> None:
        self._send(503, b"", {"Retry-After": "3"})

    def _html(self, *_: object) -> None:
        page = b"<!DOCTYPE html><html><body>We are down for maintenance</body></html>"
        self._send(200, page, {"Content-Type": "text/html"})

    def _elsewhere(self, *_: object) -> None:
        self._send(302, b"", {"Location": f"{self.server.url}/elsewhere"})

    def _cut(self, body: bytes, headers: dict[str, str]) -> None:
        status = 206 if "Content-Range" in headers else 200
        self._send(status, body[: len(body) // 2], headers, len(body))
        self.close_connection = True

    def _short(self, body: bytes, headers: dict[str, str]) -> None:
        """Send half and say that it is all."""
        status = 206 if "Content-Range" in headers else 200
        self._send(status, body[: len(body) // 2], headers)

    def _drip(self, body: bytes, headers: dict[str, str]) -> None:
        self._send(200, b"", headers, len(body))
        for place in range(min(len(body), 60)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            time.sleep(0.002)
        self.close_connection = True

    def _kill(self, body: bytes, headers: dict[str, str]) -> None:
        """Kill the client after a random number of bytes."""
        status = 206 if "Content-Range" in headers else 200
        sent = self.server.random.randrange(len(body) + 1)
        self._send(status, body[:sent], headers, len(body))
        time.sleep(self.server.random.random() * 0.02)
        os.kill(self.server.victim, signal.SIGKILL)
        self.close_connection = True

    def _kill_later(self, body: bytes, headers: dict[str, str]) -> None:
        """Kill the client while it is working on a whole answer."""
        status = 206 if "Content-Range" in headers else 200
        self._send(status, body, headers)
        time.sleep(self.server.random.random() * 0.03)
        os.kill(self.server.victim, signal.SIGKILL)
        self.close_connection = True


def _json(body: object) -> bytes:
    return json.dumps(body).encode()
