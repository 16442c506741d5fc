"""The demo accounts: four people to sign in as, one password for all demo people."""

from __future__ import annotations

PASSWORD = "academy-demo-2026"  # noqa: S105  # it is meant to be known

OPERATOR = "operator@demo.example"
INSTRUCTOR = "instructor@demo.example"
FIRM = "firm@demo.example"
TRAINEE = "trainee@demo.example"

ACCOUNTS = (TRAINEE, INSTRUCTOR, FIRM, OPERATOR)
