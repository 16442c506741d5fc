"""The completion rule as columns of a table."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from lms.catalogue.rule import ACADEMY_RULE, Basis, CompletionRule
from lms.core.db import choice


class RuleColumns:
    """The completion rule as columns, on a course (to be copied) and on an offering (frozen)."""

    rule_basis: Mapped[Basis] = mapped_column(choice(Basis), default=ACADEMY_RULE.basis)
    rule_threshold: Mapped[int] = mapped_column(default=ACADEMY_RULE.threshold)
    rule_grace: Mapped[int] = mapped_column(default=ACADEMY_RULE.grace)
    rule_penalty: Mapped[int] = mapped_column(default=ACADEMY_RULE.penalty)
    rule_half_day: Mapped[bool] = mapped_column(default=ACADEMY_RULE.half_day)

    @property
    def rule(self) -> CompletionRule:
        """The rule as one value."""
        return CompletionRule(
            self.rule_basis,
            self.rule_threshold,
            self.rule_grace,
            self.rule_penalty,
            self.rule_half_day,
        )

    @rule.setter
    def rule(self, rule: CompletionRule) -> None:
        self.rule_basis = rule.basis
        self.rule_threshold = rule.threshold
        self.rule_grace = rule.grace
        self.rule_penalty = rule.penalty
        self.rule_half_day = rule.half_day
