"""The `lms` command: thin, each verb calls what does the work."""

from __future__ import annotations

import sys

import click
from flask.cli import FlaskGroup

from lms.app import create_app
from lms.config import ConfigError
from lms.core.db import commit, writing


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False)
def cli() -> None:
    """The academy's learning management system."""


def main() -> None:
    """Entry point; a wrong setting is one line, not a traceback."""
    try:
        cli()
    except ConfigError as error:
        click.echo(f"lms: {error}", err=True)
        sys.exit(2)


__all__ = ["cli", "commit", "main", "writing"]
