"""Where the running work comes from: set by the gate, the worker or the CLI, read by the audit."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Address and program of the person's device, or the name of the job."""

    address: str = ""
    agent: str = ""


current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039  # frozen
