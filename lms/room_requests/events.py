"""What happens to requests for rooms; what follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RequestStepped:
    """A request has taken a step that its people should know of."""

    step_id: int
