"""One hostile file, and words that must never come out raw at the other end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FORMULA = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert('gongkai')</script>"
IMAGE = "<img src=x onerror=alert('gongkai')>"
SQL = "'; drop schema mart cascade; --"
JINJA = "{{ 7 * 191 }}{% raw %}"
ANSI = "\x1b[31mred\x1b]0;title\x07"
BIDI = "\u202e\u2066\u200f"
INJECTIONS = (
    FORMULA,
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    SCRIPT,
    IMAGE,
    SQL,
    JINJA,
    ANSI,
    BIDI,
    "a\nb\r\nc",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One file. ``make`` writes what is no plain file (a pipe, a link); ``must`` is ``refused``, ``loaded`` or None."""

    name: str
    data: bytes = b""
    must: str | None = None
    make: Callable[[Path], None] | None = None

    def write(self, directory: Path) -> Path:
        """Put it into a directory."""
        path = directory / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.make is not None:
            self.make(path)
        else:
            path.write_bytes(self.data)
        return path


def budget_text(title: str = "某某县财政局2023年部门预算", rows: str = "") -> str:
    """A small disclosure of an invented department, with room for what must not do harm."""
    return (
        f"{title}\n一、部门收支总表\n单位：万元\n项目\t预算数\n一般公共预算拨款收入\t10.00\n{rows}"
        "收入总计\t10.00\n\n二、一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "201\t一般公共服务支出\t10.00\t10.00\t\n20101\t人大事务\t10.00\t10.00\t\n2010101\t行政运行\t10.00\t10.00\t\n"
    )
