"""Coded rows: the subject code of a row as printed whole, over several columns, glued to its name, or by name alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.classification import economic_by_name, functional_by_name, subjects
from loaders.lines import without_numbering
from loaders.text import compact, fold_digits, match_key

_GLUED = re.compile(r"^[\[【(]?(\d{7}|\d{5}|\d{3})[\]】)]?[-_—.．、:]?(?=[^\d\s.．,])(.+)$")
_NOT_DIGIT = re.compile(r"\D")
_LEVELS = {3: "class", 5: "section", 7: "item"}
_FUNCTIONAL, _ECONOMIC = "functional", "economic"


@dataclass(frozen=True, slots=True)
class Subject:
    """A budget subject as a row prints it. ``basis``: printed, name_path; ``is_clean`` False for stray characters."""

    classification: str
    code_published: str | None
    code: str | None
    basis: str | None
    name: str | None
    level: str | None
    is_clean: bool = True


@dataclass(slots=True)
class Trail:
    """Codes above a row, for codes printed in parts and for names without codes."""

    code: str = ""

    def above(self, length: int) -> str | None:
        """The code of ``length`` digits above the present row, or None."""
        return self.code[:length] if len(self.code) >= length else None


def classification_of(code: str) -> str:
    """Functional codes begin with 2, economic ones of departments with 3 and of governments with 5."""
    return _FUNCTIONAL if code.startswith("2") else _ECONOMIC if code[0] in "35" else "label"


def level_of(code: str) -> str | None:
    """class, section or item by the number of digits."""
    return _LEVELS.get(len(code))


def is_official_name(code: str, name: str) -> bool:
    """True when the classification of any year gives a code this name."""
    system = _FUNCTIONAL if code.startswith("2") else "government" if code.startswith("5") else "department"
    return any(s.code == code and match_key(s.name) == match_key(name) for s in subjects(system))


def split_glued(text: str) -> tuple[str, str] | None:
    """Code and name of one cell that holds both (“2010101 行政运行”), else None."""
    match = _GLUED.match(compact(fold_digits(text)))
    return (match[1], match[2]) if match else None


def whole_code(texts: list[str], trail: Trail) -> tuple[str, bool] | None:
    """The code that a row's code cells (one, or 类, 款, 项) make up, and whether nothing strange stood in them.

    A part of two digits goes on with the part before it, or with the code of the row above. None where the cells
    make up no code of three, five or seven digits.
    """
    code, is_clean = "", True
    for position, text in enumerate(texts):
        folded = compact(fold_digits(text)).strip("[]【】()")
        digits = _NOT_DIGIT.sub("", folded)
        is_clean = is_clean and (digits == folded or split_glued(text) is not None)
        if not digits:
            continue
        if len(digits) in _LEVELS:
            code = digits
        elif len(digits) == 2 and len(texts) > 1:
            code = (code or trail.above(1 + 2 * position) or "") + digits
        else:
            return None
    return (code, is_clean) if len(code) in _LEVELS else None


def read_subject(
    code_texts: list[str], name: str | None, expected: str, year: int | None, trail: Trail
) -> Subject | None:
    """The subject of a row, None where it prints neither a code nor a name that the classification holds.

    ``expected`` is the classification that the table is by; codes decide for themselves.
    """
    printed = "".join(compact(t) for t in code_texts) or None
    found = whole_code(code_texts, trail) if code_texts else None
    # One cell may hold code and name: the name's where there is no code, the code's where there is no name.
    glued = split_glued((name if not printed else printed if not name else None) or "")
    if glued is not None:
        printed, found, name = glued[0], (glued[0], True), glued[1]
    if found is not None:
        code, is_clean = found
        trail.code = code
        kind = classification_of(code)
        return Subject(kind, printed, code, "printed", name, level_of(code), is_clean)
    by_name = _by_name(name, expected, year, trail) if name else None
    if by_name is None:
        return None
    trail.code = by_name
    return Subject(expected, printed, by_name, "name_path", name, level_of(by_name), printed is None)


def _by_name(name: str, expected: str, year: int | None, trail: Trail) -> str | None:
    """Code of a name below the rows above it, the deepest parent first; at last the class of that name."""
    bare = without_numbering(name)[0]
    for parent in (trail.above(5), trail.above(3)):
        if parent is not None:
            code = _look_up(bare, expected, year, parent)
            if code is not None and len(code) == len(parent) + 2:
                return code
    if expected == _FUNCTIONAL:
        # Tables that leave the sections out print items right below their class.
        item = functional_by_name(bare, year, "item", trail.above(3)) if trail.code else None
        return functional_by_name(bare, year, "class") or item
    return economic_by_name("department", bare, year)


def _look_up(name: str, expected: str, year: int | None, parent: str) -> str | None:
    if expected == _FUNCTIONAL:
        return functional_by_name(name, year, "item" if len(parent) == 5 else "section", parent)
    return economic_by_name("department", name, year, parent)
