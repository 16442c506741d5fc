"""The worker's sign of life."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


class WorkerBeat(Base):
    """When a worker was last alive; one row a worker."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
