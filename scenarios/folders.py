"""Folders that appear whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write in, which takes its name when everything went well.

    An older folder of that name is moved aside and removed last; after an error it stands as
    before and nothing is left beside it.

    Parameters
    ----------
    folder : Path
        Folder to make; its parents are made too.

    Yields
    ------
    Path
        An empty folder beside it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield staging
        staging.chmod(0o755)
        _take_place(staging, folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _take_place(staging: Path, folder: Path) -> None:
    """Give the finished folder its name; an older one is removed only afterwards."""
    if not folder.exists():
        staging.rename(folder)
        return
    aside = staging.with_name(f"{staging.name}-old")
    folder.rename(aside)
    try:
        staging.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside)
