"""A web server that misbehaves on purpose: each test says what its addresses do, and reads what it was asked."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Handler = http.server.BaseHTTPRequestHandler
Route = Callable[[Handler], None]


class Site:
    """Routes by path, and every request with its headers and time."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.address = ""

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a port of its own."""
    site = Site()

    class Server(Handler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            site.times.append(time.monotonic())
            with suppress(ConnectionError):
                site.routes.get(self.path, status(404))(self)

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def answer(body: bytes | str, content_type: str = "text/html; charset=utf-8", code: int = 200, **headers: str) -> Route:
    """An honest answer; header names are written with underscores."""
    data = body.encode() if isinstance(body, str) else body

    def route(handler: Handler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return route


def status(code: int, **headers: str) -> Route:
    """Nothing but a status."""
    return answer(b"", code=code, **headers)


def tagged(body: bytes, etag: str) -> Route:
    """A document that is sent only to those who do not have it."""

    def route(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send_response(304)
            handler.send_header("ETag", etag)
            handler.end_headers()
        else:
            answer(body, "application/pdf", ETag=etag)(handler)

    return route


def in_turn(*routes: Route) -> Route:
    """Another answer each time; the last one stays."""
    waiting = list(routes)
    return lambda handler: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)


def cut_off(body: bytes, announced: int) -> Route:
    """Fewer bytes than announced, and the connection closed."""

    def route(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        handler.send_header("Content-Length", str(announced))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return route


def endless(piece: bytes) -> Route:
    """A body without a length that never ends."""

    def route(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        handler.send_header("Connection", "close")
        handler.end_headers()
        while True:
            handler.wfile.write(piece)

    return route


def dribble(seconds: float) -> Route:
    """One byte now and then: every single read is in time, the whole never is."""

    def route(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            handler.wfile.write(b"x")
            time.sleep(0.02)
        handler.close_connection = True

    return route


def silent(seconds: float) -> Route:
    """No answer at all."""

    def route(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return route


def garbage(handler: Handler) -> None:
    """No HTTP."""
    handler.wfile.write(b"\x00\xff this is no HTTP \r\n\r\n")
    handler.close_connection = True


def gzip_bomb(size: int) -> Route:
    """A small body that unpacks to a large one."""
    return answer(gzip.compress(bytes(size)), "application/pdf", Content_Encoding="gzip")


def redirect(target: str, code: int = 302) -> Route:
    """Elsewhere."""
    return status(code, Location=target)
