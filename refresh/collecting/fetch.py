"""One address, asked for politely: rate limit, retries with back-off, redirects only to listed hosts, limits of size
and time. What comes is bytes in a file; nothing of it is run.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry, Timeout

from refresh.collecting.address import PORTS, host_of, scheme_of, whole_address
from refresh.collecting.deadline import Late, deadline
from refresh.collecting.pace import Pace
from refresh.collecting.proxies import connection_pools
from refresh.collecting.robots import Robots
from refresh.collecting.sources import Politeness

MOST_REDIRECTS = 5
_LONGEST_WISH = 366 * 86_400
_PIECE = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOST_ROBOTS_BYTES = 500 * 1024


class FetchError(Exception):
    """Why an address gave nothing to keep: ``code`` is a stable short name, the text a sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class _Passing(Exception):
    """What may be better at the next attempt."""

    def __init__(self, code: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: ``is_same`` where the server says that nothing changed (then there are no bytes)."""

    url: str
    headers: Mapping[str, str]
    byte_count: int
    is_same: bool = False

    @property
    def content_type(self) -> str:
        """The declared type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Wish:
    """What to ask for: an address, the hosts that may answer, the most bytes, and what is known already."""

    url: str
    hosts: Collection[str]
    politeness: Politeness
    most_bytes: int
    conditions: Mapping[str, str]


class Fetcher:
    """Asks hosts; what it learns of them (robots.txt, pace) holds for one run."""

    def __init__(self, user_agent: str, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._headers = {"user-agent": user_agent, "accept-encoding": "identity"}
        self._pools = connection_pools()
        self._robots = Robots(user_agent, self._robots_txt)

    def fetch(self, wish: Wish, into: BinaryIO) -> Answer:
        """Ask until there is an answer, and write its body. Raises ``FetchError``."""
        url = wish.url
        for _ in range(MOST_REDIRECTS + 1):
            self._require_allowed(url, wish)
            answer = self._patiently(url, wish, into)
            if isinstance(answer, Answer):
                return answer
            if url.startswith("https:") and answer.startswith("http:"):
                raise FetchError("redirect", f"It leads from https to {answer}, which anybody on the way could change.")
            url = answer
        raise FetchError("redirect", f"It leads on and on, more than {MOST_REDIRECTS} times.")

    def _require_allowed(self, url: str, wish: Wish) -> None:
        host = host_of(url)
        if scheme_of(url) not in PORTS or host not in wish.hosts:
            raise FetchError("foreign_host", f"It leads to {url}, a host that the source does not list.")
        self._require_patience(host)
        if self._robots.allows(url, wish.politeness):
            return
        self._require_patience(host)
        if self._robots.is_unknown(host):
            raise FetchError("no_robots", f"The robots.txt of {host} cannot be had, so nothing is asked there now.")
        raise FetchError("robots", f"The robots.txt of {host} does not allow {url}.")

    def _require_patience(self, host: str) -> None:
        gone = self.pace.gone(host)
        if gone is not None:
            raise FetchError("left_alone", f"{host} is not asked any more in this run: {gone}")

    def _patiently(self, url: str, wish: Wish, into: BinaryIO) -> Answer | str:
        """An answer, or the address that it leads to; attempts with growing pauses where the trouble may pass."""
        politeness, host = wish.politeness, host_of(url)
        retry = Retry(total=politeness.attempts - 1, backoff_factor=politeness.backoff, backoff_max=politeness.patience)
        while True:
            self.pace.take_turn(host, max(politeness.delay, self._robots.delay(host)))
            try:
                with deadline(politeness.deadline):
                    answer = self._once(url, wish, into)
                self.pace.answered(host)
                return answer
            except Late:
                passing = _Passing("too_slow", f"No whole answer within {politeness.deadline:g} s.")
            except _Passing as error:
                passing = error
            retry = self._again(retry, host, wish, passing)

    def _again(self, retry: Retry, host: str, wish: Wish, passing: _Passing) -> Retry:
        """Rest before the next attempt; raises ``FetchError`` where there is none."""
        if passing.retry_after is not None and passing.retry_after > wish.politeness.patience:
            self.pace.leave_alone(host, f"it asks to come back in {passing.retry_after:.0f} s.")
            raise FetchError("busy", f"{host} asks to come back in {passing.retry_after:.0f} s.")
        try:
            retry = retry.increment("GET", wish.url, error=passing)
        except MaxRetryError:
            if passing.code in ("unreachable", "too_slow"):
                self.pace.failed(host, passing.reason)
            raise FetchError(passing.code, passing.reason) from passing
        self.pace.rest(host, max(retry.get_backoff_time(), passing.retry_after or 0.0))
        return retry

    def _once(self, url: str, wish: Wish, into: BinaryIO) -> Answer | str:
        """One request. Raises ``_Passing``, ``FetchError``, ``Late``."""
        response = self._open(url, wish.politeness, wish.conditions)
        try:
            if response.status in _REDIRECTS:
                return _target(url, response.headers.get("location", ""))
            headers = {name.lower(): value for name, value in response.headers.items()}
            if response.status == 304 and wish.conditions:
                return Answer(url, headers, 0, is_same=True)
            _require_status(response)
            return Answer(url, headers, _body(response, wish.most_bytes, into))
        finally:
            # A half-read answer cannot be followed by another request: the connection is closed, not kept.
            response.close()

    def _open(self, url: str, politeness: Politeness, conditions: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        try:
            return self._pools(url).request(
                "GET",
                url,
                headers=self._headers | dict(conditions),
                timeout=Timeout(connect=politeness.timeout, read=politeness.timeout),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except HTTPError as error:
            raise _Passing("unreachable", f"{host_of(url)} cannot be reached: {error}.") from error
        except ValueError as error:
            raise FetchError("wrong_address", f"{url} is no address that can be asked for: {error}.") from error

    def _robots_txt(self, url: str, politeness: Politeness) -> bytes | int:
        """The body of a robots.txt, or the status that came instead of it (0: no answer)."""
        body = io.BytesIO()
        wish = Wish(url, {host_of(url)}, politeness, _MOST_ROBOTS_BYTES, {})
        try:
            for _ in range(MOST_REDIRECTS):
                answer = self._patiently(url, wish, body)
                if isinstance(answer, Answer):
                    return body.getvalue()
                if host_of(answer) not in wish.hosts:
                    return 404
                url = answer
        except FetchError as error:
            return 404 if error.code == "not_found" else 0
        return 404


def _target(url: str, location: str) -> str:
    target = whole_address(url, location) if location else None
    if target is None:
        raise FetchError("redirect", f"It leads to {location[:200]!r}, which is no address of the web.")
    return target


def _require_status(response: urllib3.BaseHTTPResponse) -> None:
    if response.status == 200:
        return
    told = f"The server answers {response.status} {response.reason or ''}".rstrip() + "."
    if response.status in _PASSING:
        raise _Passing("server_error", told, _retry_after(response))
    raise FetchError("not_found" if 400 <= response.status < 500 else "server_error", told)


def _retry_after(response: urllib3.BaseHTTPResponse) -> float | None:
    try:
        return Retry(retry_after_max=_LONGEST_WISH).get_retry_after(response)
    except HTTPError:
        return None


def _body(response: urllib3.BaseHTTPResponse, most: int, into: BinaryIO) -> int:
    """Write the body; what was announced too large is not even begun. Counted as unpacked."""
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise FetchError("too_large", f"{int(announced):,} bytes; at most {most:,} are taken.")
    into.seek(0)
    into.truncate()
    count = 0
    try:
        while piece := response.read1(_PIECE, decode_content=True):
            count += len(piece)
            if count > most:
                raise FetchError("too_large", f"More than {most:,} bytes.")
            into.write(piece)
    except HTTPError as error:
        raise _Passing("broken_off", f"The answer broke off after {count:,} bytes: {error}.") from error
    return count
