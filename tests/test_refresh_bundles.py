"""Archives of documents: every document inside is one of its own, whatever the archive calls it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from refresh.bundles import open_bundles
from refresh.collect import Collected, SeenFiles, collect

TEXT = "某县教育局2024年部门预算".encode()


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return out.getvalue()


def opened(tmp_path: Path) -> Collected:
    return open_bundles(collect([str(tmp_path / "d")], SeenFiles({})), tmp_path / "bundles")


def given(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "d").mkdir(exist_ok=True)
    (tmp_path / "d" / name).write_bytes(data)


def test_documents_of_an_archive_are_files_of_their_own(tmp_path: Path) -> None:
    given(
        tmp_path, "2024.zip", archive(**{"预算/说明.txt": TEXT, "表.txt": b"2", "__MACOSX/x": b"3", "README.txt": b"4"})
    )
    found = opened(tmp_path).files
    assert [file.path for file in found] == ["2024.zip/预算/说明.txt", "2024.zip/表.txt"]
    assert found[0].location.read_bytes() == TEXT
    assert found[0].name == "说明.txt"


def test_no_name_in_an_archive_is_a_path(tmp_path: Path) -> None:
    given(tmp_path, "a.zip", archive(**{"../../escaped.txt": TEXT, "/etc/escaped.txt": b"5"}))
    for file in opened(tmp_path).files:
        assert file.location.parent.parent == tmp_path / "bundles"
    assert not list(tmp_path.rglob("escaped.txt"))


def test_an_archive_in_an_archive_is_opened_too_but_not_for_ever(tmp_path: Path) -> None:
    data = archive(**{"说明.txt": TEXT})
    given(tmp_path, "two.zip", archive(**{"inner.zip": data}))
    for _ in range(6):
        data = archive(**{"inner.zip": data})
    given(tmp_path, "many.zip", data)
    found = opened(tmp_path)
    assert [file.path for file in found.files] == ["two.zip/inner.zip/说明.txt"]
    assert [(file.code, file.path.startswith("many.zip/")) for file in found.refused] == [("hostile", True)]


def test_what_cannot_be_opened_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    given(tmp_path, "broken.zip", b"PK\x03\x04 cut off")
    given(tmp_path, "bomb.zip", archive(**{"a.txt": b"0" * 300_000_000}))
    given(tmp_path, "good.zip", archive(**{"a.txt": TEXT}))
    found = opened(tmp_path)
    assert [file.path for file in found.files] == ["good.zip/a.txt"]
    assert sorted((file.path, file.code) for file in found.refused) == [
        ("bomb.zip", "oversized"),
        ("broken.zip", "damaged"),
    ]


def test_an_unchanged_archive_is_not_opened_again_and_a_removed_one_leaves_nothing(tmp_path: Path) -> None:
    given(tmp_path, "a.zip", archive(**{"a.txt": TEXT}))
    first = opened(tmp_path)
    before = first.files[0].location.stat().st_mtime_ns
    assert opened(tmp_path) == first
    assert first.files[0].location.stat().st_mtime_ns == before
    (tmp_path / "d" / "a.zip").unlink()
    given(tmp_path, "b.txt", b"1")
    opened(tmp_path)
    assert list((tmp_path / "bundles").iterdir()) == []


def test_an_office_file_is_no_archive(tmp_path: Path) -> None:
    given(tmp_path, "a.docx", archive(**{"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}))
    assert [file.path for file in opened(tmp_path).files] == ["a.docx"]
