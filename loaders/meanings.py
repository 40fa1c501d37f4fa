"""From the words before a number to what it speaks of: topic, subject, fund, within the scope of its section.

The scope comes from the headings above, or from the figure that opens a sentence (“一般公共预算财政拨款支出…其中：
基本支出…”). Words that carry no topic of their own (“支出决算为”, “比上年减少”) go on about the subject before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.named_subjects import Subject, coded, economic, functional_class, functional_path
from loaders.phrases import clean, is_explained
from loaders.sentences import Passage
from loaders.topics import Reading, Topic, wordings

_TRAILING = re.compile(r"(?:[各约]|分别|[为是达])+$")
_MARKS = re.compile(r"\((?:类|款|项)\)")
_LONGEST_ITEM = 24
_SUM = re.compile(r"合计|共计|总计|累计")
_QUOTES = re.compile(r"[\"']")
_PLAIN_HEADING = re.compile(r"(?:情况|说明)[:。]?$")
_USED_FOR = re.compile(r"^.*(?:主要)?用于(?=[^,]{2})")
_ECONOMIC_SCOPES = frozenset({"general_public_basic", "fiscal_basic", "operating_cost"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure speaks of. ``measure`` may be ``stage``: the stage of the document or of the sentence."""

    line_item: str | None
    measure: str
    fund: str | None
    side: str | None
    subject: Subject | None = None
    opens: str | None = None
    topic_id: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """An open heading or list item: its words, the scope that they announce and the class or section they name."""

    level: float
    text: str
    scope: str | None
    path: tuple[str | None, str | None] = (None, None)


@dataclass(slots=True)
class Context:
    """What is open at a point of the text: headings, the opening figure of the sentence, the subject before."""

    year: int | None
    frames: list[Frame] = field(default_factory=list)
    subject: Meaning | None = None
    head: Meaning | None = None
    lead: str | None = None
    economic_class: str | None = None
    is_counted: bool = False

    @property
    def section(self) -> str:
        """Scope of the innermost heading that announces one."""
        scope = next((frame.scope for frame in reversed(self.frames) if frame.scope), None)
        return "all" if scope in (None, "other") else str(scope)

    @property
    def scope(self) -> str:
        """Scope of the sentence's opening figure, else of the section."""
        return self.lead or self.section

    @property
    def heading(self) -> str | None:
        """Words of the innermost open heading or item that announces a scope, else of the innermost one."""
        announced = [frame.text for frame in self.frames if frame.scope] or [f.text for f in self.frames]
        return announced[-1] if announced else None

    @property
    def path(self) -> tuple[str | None, str | None]:
        """Class and section named by the headings above."""
        class_name = section_name = None
        for frame in self.frames:
            class_name = frame.path[0] or class_name
            section_name = frame.path[1] or section_name
        return class_name, section_name

    def enter(self, passage: Passage) -> None:
        """Open the passage's heading or list item and close those that it ends."""
        level = _frame_level(passage, self.year)
        if level is None:
            return
        self.frames = [frame for frame in self.frames if frame.level < level]
        text = passage.folded[passage.mark_length :]
        head = _QUOTES.sub("", re.split(r"[。:,]", text)[0])
        announces = passage.is_heading or (len(head) < len(text) and not re.search(r"\d", head))
        marked = bool(_MARKS.search(head))
        scope = self._announced(head) if announces and not marked and len(head) <= 60 else None
        if scope or (passage.is_heading and level <= 1):
            self.subject = self.head = self.lead = self.economic_class = None
        subject = functional_path(head, self.path, self.year) or (
            functional_class(head, self.year) if passage.is_heading else None
        )
        path = (subject.path[0], subject.path[1]) if subject else (None, None)
        self.frames.append(Frame(level, head, scope, path))
        if subject and marked:
            self.subject = self.head = self.of_subject(subject)
        elif announces and not marked and level >= 1 and len(head) <= _LONGEST_ITEM:
            # “2.公务接待费。2024年预算数1万元”: the item's name is all that says what its figures are, on its line or
            # on the next (Shaanxi: “4.公务接待费支出情况说明”).
            topic = _topic(self, head, head, "level")
            self.subject = _of_topic(self, topic, head) if topic else self.subject

    def _announced(self, head: str) -> str | None:
        """The scope that a heading announces within the part that it stands in."""
        words = wordings()
        if any(frame.scope in words.scopes_without_figures for frame in self.frames):
            return None
        scope = words.scope_of(head)
        # Parts of the whole text (第二部分) hold everything; a numbered part holds what stands below it.
        outer = next((frame.scope for frame in reversed(self.frames) if frame.scope and frame.level >= 1), None)
        return words.within(scope, outer) if scope else None

    def of_topic(self, topic_id: str) -> Meaning:
        """The meaning of a topic of the catalogue in the scope at hand."""
        topic = wordings().topic(topic_id)
        reading = wordings().reading(topic, self.scope)
        fund = reading.fund or (self.head.fund if self.head else None) or wordings().scope_funds.get(self.scope)
        return Meaning(reading.line_item, reading.measure, fund, reading.side, None, None, topic_id)

    def of_subject(self, subject: Subject) -> Meaning:
        """The meaning of a figure that speaks of a budget subject in the scope at hand."""
        words = wordings()
        scope = words.wider_scopes.get(self.scope, self.scope)
        if subject.classification == "functional":
            line_item = words.functional_line_items.get(scope, words.functional_line_items["all"])
        else:
            line_item = words.economic_line_items.get(scope, words.economic_line_items["all"])
        fund = words.scope_funds.get(scope) or ("general_public_budget" if scope == "operating_cost" else "all")
        return Meaning(line_item, "total", fund, "expenditure", subject)


def _frame_level(passage: Passage, year: int | None) -> float | None:
    if passage.level is not None:
        return passage.level
    # A class on a line of its own heads the items below it, numbered or not.
    if passage.is_heading and functional_class(passage.folded, year):
        return 2.5
    # Reports on single projects, attached without a mark.
    if passage.is_heading and wordings().scope_of(passage.folded) == "project_report":
        return 0.5
    # Pages and Word files whose headings stand out by their looks alone.
    if passage.is_heading and _PLAIN_HEADING.search(passage.folded) and wordings().scope_of(passage.folded):
        return 1.5
    return None


def bind(context: Context, words: str, earlier: Sequence[str], label: str, role: str) -> tuple[Meaning | None, bool]:
    """What a number speaks of, and whether its own words said so.

    ``words``: the number's clause without what states its role; ``earlier``: the clauses before it up to the number
    before, the nearest first. (None, False) where the words speak of something that the catalogue does not know.
    """
    own = match(context, words, label, role)
    if own or not _is_empty(words):
        return own, own is not None
    for clause in earlier:
        if clause and not is_explained(clause) and not re.match(r"[,:]?(?:主要)?用于", clause):
            found = match(context, clean(clause), label, role)
            if found:
                return found, True
    stage = wordings().stage_of(words)[0]
    if stage in ("executed", "adjusted_budget") and context.head:
        return context.head, False
    if role == "level" and _SUM.search(words) and not context.is_counted:
        # “…2万元，…3万元，合计5万元” is the sum of what was listed; after counts it is what they cost.
        return None, False
    return (None if _other_side(context.subject, words) else context.subject), False


def _other_side(subject: Meaning | None, words: str) -> bool:
    """“收入合计” does not go on about an expenditure."""
    said = "revenue" if "收入" in words else "expenditure" if "支出" in words else None
    return bool(subject and said and subject.side and said != subject.side)


def _is_empty(words: str) -> bool:
    return wordings().is_empty(_TRAILING.sub("", words))


def match(context: Context, words: str, label: str, role: str) -> Meaning | None:
    """The meaning that words carry by themselves in the context's scope; None where they carry none."""
    words = _USED_FOR.sub("", _TRAILING.sub("", _QUOTES.sub("", words)))
    core = wordings().stage_of(words)[1]
    printed = coded(words, context.year)
    if printed:
        return _noted(context, printed)
    if _MARKS.search(words):
        return _of_marked(context, words)
    for text in dict.fromkeys((words, core)):
        topic = _topic(context, text, label, role)
        if topic:
            return _of_topic(context, topic, text)
    if context.scope in wordings().scopes_without_subjects:
        return None
    for text in dict.fromkeys((words, core)):
        found = functional_class(text, context.year) or economic(text, context.year, context.economic_class)
        if found:
            return _noted(context, found)
    return None


def _of_marked(context: Context, words: str) -> Meaning | None:
    functional = functional_path(words, context.path, context.year)
    if context.scope in _ECONOMIC_SCOPES:
        found = economic(words, context.year, context.economic_class)
        # A function may be named in the same part, yet an unknown name there is one of economic nature.
        if found and (found.code or not (functional and functional.code)):
            return _noted(context, found)
    return _noted(context, functional) if functional else None


def _noted(context: Context, subject: Subject) -> Meaning:
    if subject.classification == "economic" and subject.level == "class":
        context.economic_class = subject.code
    return context.of_subject(subject)


def _topic(context: Context, words: str, label: str, role: str) -> Topic | None:
    scopes = [scope for scope in (context.lead, context.section) if scope]
    wide = _QUOTES.sub("", label)
    return next(
        (
            topic
            for topic in wordings().topics
            if topic.matches(words, wide, scopes, role) and not _is_held_back(context, topic)
        ),
        None,
    )


def _is_held_back(context: Context, topic: Topic) -> bool:
    """True for topics too vague to be meant where another subject is at hand."""
    if topic.is_bare:
        return context.section != "all" or (context.subject is not None and context.subject.subject is not None)
    return topic.is_weak and context.subject is not None


def _of_topic(context: Context, topic: Topic, words: str) -> Meaning:
    catalogue = wordings()
    reading = catalogue.reading(topic, context.scope)
    fund = _fund(context, topic, reading, words)
    book = context.subject.fund if topic.is_by_book and context.subject else None
    if book is not None and book in catalogue.book_line_items:
        return Meaning(catalogue.book_line_items[book], reading.measure, book, reading.side, None, None, topic.id)
    return Meaning(reading.line_item, reading.measure, fund, reading.side, None, topic.opens, topic.id)


def _fund(context: Context, topic: Topic, reading: Reading, words: str) -> str | None:
    catalogue = wordings()
    named = catalogue.fund_of(words) if topic.from_label or reading.fund is None else None
    inherited = context.head.fund if context.head and context.lead else None
    heading = catalogue.fund_of(context.heading or "") if reading.fund is None else None
    return named or reading.fund or inherited or heading or catalogue.scope_funds.get(context.scope)


def opened(meaning: Meaning, context: Context) -> None:
    """Take note of a figure just read: it is the subject of what follows, and may open a scope."""
    context.subject, context.is_counted = meaning, False
    if meaning.opens:
        context.lead, context.head = wordings().within(meaning.opens, context.section), meaning
    elif meaning.subject is not None:
        context.head = replace(meaning)
