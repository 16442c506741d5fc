"""Fixtures that the tests of the command line and of the doctor share."""

from tests.cli.site import migrated, site

__all__ = ["migrated", "site"]
