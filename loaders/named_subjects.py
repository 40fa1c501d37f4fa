"""Budget subjects named in sentences: 类/款/项 paths, classes by name, economic subjects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from loaders.classification import economic_by_name, functional_by_name, functional_by_path, functional_name, subjects
from loaders.topics import wordings

_MARKED = re.compile(r"\((类|款|项)\)")
_CODE = re.compile(r"(?<!\d)(2\d{4}(?:\d{2})?)(?!\d)")
_CODE_PARTS = re.compile(r"\((\d{2,3})([类款项]?)\)")
_LEVELS = {"类": "class", "款": "section", "项": "item"}
_LEVEL_BY_LENGTH = {3: "class", 5: "section", 7: "item"}
_TAIL = re.compile(r"(?:支出|经费)?(?:预算|决算)?(?:数|安排)?(?:为|共计|合计)?$")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as a sentence names it; ``code`` None where the name is not in the lists of the year."""

    classification: str
    name: str
    level: str
    code: str | None
    basis: str | None
    path: tuple[str | None, str | None, str | None] = (None, None, None)
    code_published: str | None = None


def coded(words: str, year: int | None) -> Subject | None:
    """A functional subject whose code is printed beside its name (“行政运行（2010101）”); unknown codes are none."""
    match = _CODE.search(words)
    code = match[1] if match else _split_code(words)
    name = functional_name(code, year) if code else None
    if code is None or name is None:
        return None
    return Subject("functional", name, _LEVEL_BY_LENGTH[len(code)], code, "printed", (None, None, None), code)


def _split_code(words: str) -> str | None:
    """A code whose parts stand behind the names of class, section and item (“…（201）…（06）…（01）”)."""
    parts = _CODE_PARTS.findall(words)
    lengths = [len(digits) for digits, _ in parts]
    marks = "".join(mark for _, mark in parts)
    if lengths not in ([3], [3, 2], [3, 2, 2]) or not "类款项".startswith(marks) or (lengths == [3] and not marks):
        return None
    return "".join(digits for digits, _ in parts)


def economic_level(code: str) -> str:
    """Level of an economic code: three digits a class, five a section."""
    return "class" if len(code) == 3 else "section"


def functional_path(words: str, context: Sequence[str | None], year: int | None) -> Subject | None:
    """A subject with marks (类)(款)(项), completed by the class and section of the list items above it.

    Publishers misprint 款 as 类 below a class, and glue section and item (“人大事务行政运行（项）”): a name that is
    no class but a section of the class above is a section.
    """
    parts = _MARKED.split(words)
    if len(parts) < 3:
        return None
    names: dict[str, str | None] = {"class": None, "section": None, "item": None}
    for name, mark in zip(parts[0::2], parts[1::2], strict=False):
        names[_true_level(name, _LEVELS[mark], context, year)] = name
    class_name = names["class"] or context[0]
    section_name = names["section"] or (None if names["class"] else context[1])
    item_name = names["item"]
    found = functional_by_path(class_name, section_name, item_name, year)
    if found is None and item_name:
        section_name, item_name, found = _unglued(class_name, section_name, item_name, year)
    level = "item" if names["item"] else "section" if names["section"] else "class"
    name = item_name or section_name or class_name or ""
    code = found[0] if found else None
    path = (class_name, section_name if level != "class" else None, item_name)
    return Subject("functional", name, level, code, "name_path" if code else None, path)


def _true_level(name: str, level: str, context: Sequence[str | None], year: int | None) -> str:
    if level == "class" and context[0] and functional_by_name(name, year, "class") is None:
        return "section"
    return level


def _unglued(
    class_name: str | None, section_name: str | None, item_name: str, year: int | None
) -> tuple[str | None, str, tuple[str, str] | None]:
    """“人大事务行政运行” is section and item in one: tried with every section name that opens it."""
    if section_name is None or item_name.startswith(section_name):
        for subject in subjects("functional"):
            if subject.level == "section" and item_name.startswith(subject.name) and item_name != subject.name:
                rest = item_name[len(subject.name) :]
                found = functional_by_path(class_name, subject.name, rest, year)
                if found and len(found[0]) == 7:
                    return subject.name, rest, found
    return section_name, item_name, None


@cache
def _class_names() -> tuple[tuple[str, str], ...]:
    """Names of the classes, with and without their 支出."""
    return tuple(
        (subject.name, subject.name.removesuffix("支出"))
        for subject in subjects("functional")
        if subject.level == "class"
    )


def functional_class(words: str, year: int | None) -> Subject | None:
    """A class named without marks and with nothing else before the number (“卫生健康支出”)."""
    # Chongqing writes 社会保障与就业.
    words = words.replace("与", "和")
    for names in _class_names():
        # Few sentences name a class: look for the shorter form before anything else.
        for name in names if names[-1] in words else ():
            at = words.rfind(name)
            if at >= 0 and wordings().is_empty(words[:at]) and _TAIL.fullmatch(words[at + len(name) :]):
                code = functional_by_name(name, year, "class")
                return Subject("functional", name, "class", code, "label" if code else None, (name, None, None))
    return None


def economic(words: str, year: int | None, parent: str | None) -> Subject | None:
    """An economic subject of the department classification, by its name with or without marks."""
    marked = _MARKED.split(words)
    name = marked[0] if len(marked) > 1 else _TAIL.sub("", words)
    candidates = [name] if len(marked) > 1 else [words, name]
    for candidate in candidates:
        # 309 repeats the names of 310, and basic expenditure never holds 309.
        for below in (parent, None, "310"):
            code = economic_by_name("department", candidate, year, below) if candidate else None
            if code:
                return Subject("economic", candidate, economic_level(code), code, "label")
    if len(marked) > 1 and re.search(r"\((?:类|款)\)", words):
        level = "class" if marked[1] == "类" else "section"
        return Subject("economic", name, level, None, None)
    return None
