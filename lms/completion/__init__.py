"""Who has completed an offering: judged by its frozen rule, with the sum behind the verdict kept.

`criteria.py` is the rule as a pure function; `services.judge` applies it when the last roll call of
an offering is locked. The paper that says so belongs in certificates.
"""
