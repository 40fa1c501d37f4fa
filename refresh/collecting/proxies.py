"""Connections: direct, or through the proxy that the environment names (``https_proxy``, ``no_proxy`` ...)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.util import parse_url

_PER_HOST = 1


def connection_pools() -> Callable[[str], urllib3.PoolManager]:
    """Which connections an address goes through. Certificates are always checked; there are no cookies."""
    direct = urllib3.PoolManager(maxsize=_PER_HOST)
    proxies = {
        scheme: urllib3.ProxyManager(proxy, maxsize=_PER_HOST)
        for scheme, proxy in getproxies().items()
        if scheme in ("http", "https")
    }

    def pool(url: str) -> urllib3.PoolManager:
        parsed = parse_url(url)
        proxy = proxies.get(parsed.scheme or "")
        return direct if proxy is None or proxy_bypass(parsed.host or "") else proxy

    return pool
