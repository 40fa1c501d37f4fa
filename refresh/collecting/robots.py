"""robots.txt as RFC 9309 has it: what is not there allows everything, what cannot be asked for allows nothing."""

from __future__ import annotations

from collections.abc import Callable

from protego import Protego
from urllib3.util import parse_url

from refresh.collecting.address import host_of
from refresh.collecting.sources import Politeness

_LONGEST_DELAY = 60.0
"""A host that wants more is asked once a minute: a list of a few hundred documents must end some day."""

Ask = Callable[[str, Politeness], bytes | int]
"""The body of a robots.txt, or the status that came instead of it; 0 where none came."""


class Robots:
    """The rules of each host, asked for once a run."""

    def __init__(self, user_agent: str, ask: Ask) -> None:
        self._user_agent = user_agent
        self._ask = ask
        self._rules: dict[str, Protego | None] = {}

    def allows(self, url: str, politeness: Politeness) -> bool:
        """May this address be asked for?"""
        host = host_of(url)
        if host not in self._rules:
            self._rules[host] = self._read(url, politeness)
        rules = self._rules[host]
        return rules is not None and bool(rules.can_fetch(url, self._user_agent))

    def delay(self, host: str) -> float:
        """Seconds between two requests that the host asks for."""
        rules = self._rules.get(host)
        asked = rules.crawl_delay(self._user_agent) if rules is not None else None
        return min(float(asked or 0.0), _LONGEST_DELAY)

    def is_unknown(self, host: str) -> bool:
        """Whether the rules were asked for and did not come."""
        return host in self._rules and self._rules[host] is None

    def _read(self, url: str, politeness: Politeness) -> Protego | None:
        parsed = parse_url(url)
        answer = self._ask(f"{parsed.scheme}://{parsed.netloc}/robots.txt", politeness)
        if isinstance(answer, int):
            return Protego.parse("") if answer else None
        return Protego.parse(answer.decode("utf-8", errors="replace"))
