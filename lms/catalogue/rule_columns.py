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
    rule_check_out: Mapped[bool] = mapped_column(default=ACADEMY_RULE.check_out)
    rule_score: Mapped[int] = mapped_column(default=ACADEMY_RULE.score)
    rule_survey: Mapped[bool] = mapped_column(default=ACADEMY_RULE.survey)

    @property
    def rule(self) -> CompletionRule:
        """The rule as one value."""
        return CompletionRule(
            self.rule_basis,
            self.rule_threshold,
            self.rule_grace,
            self.rule_penalty,
            self.rule_half_day,
            self.rule_check_out,
            self.rule_score,
            self.rule_survey,
        )

    @rule.setter
    def rule(self, rule: CompletionRule) -> None:
        self.rule_basis = rule.basis
        self.rule_threshold = rule.threshold
        self.rule_grace = rule.grace
        self.rule_penalty = rule.penalty
        self.rule_half_day = rule.half_day
        self.rule_check_out = rule.check_out
        self.rule_score = rule.score
        self.rule_survey = rule.survey
