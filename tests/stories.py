"""How long state machines tell stories: the one place that says so."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

STORIES = settings(
    max_examples=12,  # other ones in each run; on each database
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),  # a step is a transaction, which is never quick
)
