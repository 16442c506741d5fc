"""Rate limits: in memory by default, in Redis when there are several machines."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, strategy="moving-window")
"""Use @limiter.limit("10 per minute", methods=["POST"]) on a view."""
