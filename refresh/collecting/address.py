"""Addresses: the host that a rule speaks of, and links made whole."""

from __future__ import annotations

from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """``host:port`` of an address, the port always given. An empty host where it is no address."""
    try:
        parsed = parse_url(url)
    except LocationParseError:
        return ":0"
    return f"{(parsed.host or '').lower()}:{parsed.port or PORTS.get(parsed.scheme or '', 0)}"


def listed_host(name: str, scheme: str) -> str:
    """A host as ``sources.yml`` names it (``files.example.cn``, ``files.example.cn:8080``)."""
    return host_of(f"{scheme}://{name}")


def scheme_of(url: str) -> str:
    """``http``, ``https``, or whatever else a link may begin with."""
    return url.partition(":")[0].lower()


def whole_address(base: str, link: str) -> str | None:
    """A link of a page as an address that can be asked for, without its fragment; None for mail, scripts and such."""
    try:
        url = urljoin(base, link.strip()).partition("#")[0]
        if scheme_of(url) not in PORTS:
            return None
        # Non-ASCII characters become their percent form, as a browser sends them.
        return str(parse_url(url).url)
    except (LocationParseError, ValueError):
        return None
