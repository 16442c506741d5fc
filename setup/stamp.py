"""Stamps: what was installed, from which inputs, so that a second start installs nothing.

A stamp lies inside the folder it speaks of, so deleting that folder deletes the stamp too. It is
removed before an installation begins and written when it has ended: an interrupted one has none.
"""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from progress import ROOT


def is_fresh(stamp: Path, inputs: list[str]) -> bool:
    """Whether ``stamp`` was written for just these ``inputs``, files below the project's folder."""
    return stamp.is_file() and stamp.read_text() == _text(inputs)


@contextmanager
def stamped(stamp: Path, inputs: list[str]) -> Iterator[None]:
    """Do the block's installation, and write ``stamp`` only if it went through."""
    text = _text(inputs)
    stamp.unlink(missing_ok=True)
    yield
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(text)


def _text(inputs: list[str]) -> str:
    # The programs in .venv/bin name the folder they lie in, and packages are for one version of
    # Python: a moved project and a renewed Python start anew.
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for name in inputs:
        digest.update((ROOT / name).read_bytes())
    return "\n".join([*inputs, digest.hexdigest()])
