"""DOC, WPS and RTF through an installed LibreOffice, which turns them into DOCX."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from loaders.documents import Document, UnreadableDocument, content_hash
from loaders.readers.docx import read_docx

TIMEOUT_SECONDS = 60


def read_doc(data: bytes) -> Document:
    """Read a binary Word document. Raises ``UnreadableDocument``: no_converter, damaged, and what DOCX raises."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableDocument(
            "no_converter", "a binary Word document (DOC) needs LibreOffice, which is not installed on this machine"
        )
    converted = read_docx(_converted(program, data))
    return replace(converted, sha256=content_hash(data), file_format="doc", byte_count=len(data), reader="libreoffice")


def _converted(program: str, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gongkai-doc-") as folder:
        source = Path(folder) / "document.doc"
        source.write_bytes(data)
        # Each call has a profile of its own: two conversions with one profile wait for each other for ever.
        command = [
            program,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument("too_slow", f"LibreOffice took more than {TIMEOUT_SECONDS} s") from error
        except subprocess.CalledProcessError as error:
            reason = f"LibreOffice could not convert it (status {error.returncode})"
            raise UnreadableDocument("damaged", reason) from error
        target = source.with_suffix(".docx")
        if not target.is_file():
            raise UnreadableDocument("damaged", "LibreOffice gave no document for these bytes")
        return target.read_bytes()
