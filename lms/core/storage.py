"""Files kept by what is in them: the name is the SHA-256 of the bytes."""

from __future__ import annotations

import hashlib
import os
import uuid
from contextlib import suppress
from copy import copy

import fsspec
from flask import current_app
from fsspec import AbstractFileSystem


class Altered(Exception):
    """The bytes found do not match the name they are kept under."""


class Storage:
    """A folder, or a bucket, addressed by an fsspec URL (LMS_STORAGE_URL)."""

    def __init__(self, url: str) -> None:
        self._files: AbstractFileSystem
        self._files, self._root = fsspec.core.url_to_fs(url)

    def shelf(self, name: str) -> Storage:
        """A part of the storage for one use alone, so that whoever removes a file there removes no
        other's that happens to have the same bytes."""
        part = copy(self)
        part._root = f"{self._root}/{name}"
        return part

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their SHA-256; keeping the same bytes twice is harmless."""
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        if self._files.exists(path):
            return key
        self._files.makedirs(os.path.dirname(path), exist_ok=True)
        partial = f"{path}.{uuid.uuid4().hex}"
        try:
            self._files.pipe_file(partial, content)
            self._files.mv(partial, path)
        except BaseException:
            with suppress(
                Exception
            ):  # on a full disk half a file must not stay; it may not be there
                self._files.rm_file(partial)
            raise
        return key

    def get(self, key: str) -> bytes:
        """The bytes of a key.

        Raises:
            FileNotFoundError: nothing is kept under it.
            Altered: what is kept under it was changed.
        """
        content: bytes = self._files.cat_file(self._path(key))
        if hashlib.sha256(content).hexdigest() != key:
            raise Altered(key)
        return content

    def remove(self, key: str) -> None:
        """Forget the bytes of a key; forgetting them twice is harmless."""
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(key))

    def _path(self, key: str) -> str:
        return f"{self._root}/{key[:2]}/{key}"


def storage() -> Storage:
    """The storage of the running application."""
    kept: Storage = current_app.extensions["storage"]
    return kept
