"""The `lms` command: thin, each verb calls what does the work.

A verb that writes does so in one transaction, committed once. What goes wrong is told in one line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from lms import serving
from lms.accounts import passwords
from lms.accounts import services as accounts
from lms.accounts.models import Role
from lms.accounts.queries import find_by_email
from lms.app import create_app
from lms.catalogue.services import load_tracks
from lms.certificates.commands import certificates
from lms.certificates.keygen import make_keys
from lms.certificates.keys import KeyUnusable, key_file
from lms.config import ConfigError, Settings, from_environ
from lms.core import clock, schema
from lms.core.db import commit, db, rollback
from lms.core.errors import Problem
from lms.core.gate import Gate
from lms.core.origin import Origin, current
from lms.demo import run as demo_run
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.doctor.checks import examine
from lms.firms.services import load_regions
from lms.running import ChildEnded, run_everything
from lms.serving import require_free_port


@contextmanager
def transaction(app: Gate) -> Iterator[None]:
    """One writing transaction; forgotten as a whole when something goes wrong."""
    token = current.set(Origin(agent="command line"))
    with app.app_context():
        try:
            yield
            commit()
        except BaseException:
            rollback()
            raise
        finally:
            current.reset(token)


@click.group()
def cli() -> None:
    """The academy's learning management system. Settings are LMS_* in the environment."""


@cli.command()
def migrate() -> None:
    """Bring the database up to date with this version."""
    _migrate(create_app())


def _migrate(app: Gate) -> None:
    with app.app_context():
        changed = schema.migrate()
    with transaction(app):
        load_regions()
        load_tracks()
    click.echo("The database was brought up to date." if changed else "The database is up to date.")


@cli.command()
@click.option("--force", is_flag=True, help="Also in production.")
def demo(force: bool) -> None:
    """Fill an empty site with an invented academy; a second time changes nothing."""
    settings = from_environ()
    if settings.production and not force:
        raise ConfigError("Demo data has no place in production; --force loads it all the same.")
    app = create_app(settings)
    _migrate(app)
    _load_demo(app)


def _load_demo(app: Gate) -> None:
    signing = app.extensions["settings"].signing
    if key_file(signing) is None:
        make_keys(signing.folder, "Demo Academy", signing.password, clock.now())
    with transaction(app):
        loaded = demo_run.load(clock.today())
    click.echo("The demo data was loaded." if loaded else "The demo data is there already.")


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of LMS_PORT.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Server processes.")
def serve(port: int | None, workers: int) -> None:
    """Serve the site (web server only)."""
    settings = _settings(port)
    require_free_port(settings)
    serving.serve(settings, workers=workers)


@cli.command()
@click.option("--threads", type=click.IntRange(1, 16), default=2, help="Jobs done side by side.")
def worker(threads: int) -> None:
    """Send mail, make certificates, do the minute's routines; until it is stopped."""
    serving.work(from_environ(), threads=threads)


@cli.command()
def run() -> None:
    """Migrate, serve and work in one go, with demo data at the first start; Ctrl-C stops it."""
    settings = from_environ()
    require_free_port(settings)
    app = create_app(settings)
    _migrate(app)
    if not settings.production:
        _load_demo_if_empty(app)

    def ready() -> None:
        click.echo(_welcome(app, settings))

    with app.app_context():
        db.engine.dispose()  # no connection may be shared with a child
    run_everything(settings, ready=ready)


@cli.command()
def doctor() -> None:
    """Check the installation and the data; the exit status is 1 when something is wrong."""
    app = create_app()
    sound = True
    with app.app_context():
        for finding in examine():
            sound = sound and not finding.problems
            click.echo(f"{'FAIL' if finding.problems else 'ok':4}  {finding.name}")
            for problem in finding.problems:
                click.echo(f"      {problem}")
    sys.exit(0 if sound else 1)


@cli.group()
def users() -> None:
    """People: the first operator of a new site is made here, all others on its pages."""


@users.command()
@click.argument("email")
@click.option("--name", prompt=True, help="As it stands on certificates.")
@click.option("--operator", is_flag=True, help="May run the academy's desk.")
@click.password_option(help="Asked for when it is not given.")
def create(email: str, name: str, operator: bool, password: str) -> None:
    """Make a person with an account."""
    app = create_app()
    with transaction(app):
        if weakness := passwords.weakness(password, email=email):
            raise click.ClickException(weakness)
        user = accounts.create_person(actor=None, name=name, email=email, password=password)
        if operator:
            accounts.grant_role(actor=None, user=user, role=Role.operator)
    click.echo(f"{email} can sign in at {app.extensions['settings'].base_url}/login")


@users.command("make-operator")
@click.argument("email")
def make_operator(email: str) -> None:
    """Let a person who has an account run the academy's desk."""
    with transaction(create_app()):
        user = find_by_email(email.lower())
        if user is None:
            raise click.ClickException(f"Nobody has an account with the address {email}.")
        accounts.grant_role(actor=None, user=user, role=Role.operator)
    click.echo(f"{email} is an operator.")


def _load_demo_if_empty(app: Gate) -> None:
    with app.app_context():
        empty = demo_run.is_empty()
    if empty:
        click.echo("Loading demo data ...")
        _load_demo(app)


def _welcome(app: Gate, settings: Settings) -> str:
    lines = ["", settings.academy.name_ko, settings.base_url, ""]
    with app.app_context():
        if demo_run.is_loaded():
            lines += ["Sign in as (one password for all)", *ACCOUNTS, f"Password: {PASSWORD}", ""]
    return "\n".join(f"  {line}".rstrip() for line in [*lines, "Ctrl-C stops it.", ""])


def _settings(port: int | None) -> Settings:
    settings = from_environ()
    return replace(settings, port=port) if port else settings


def main() -> None:
    """Entry point: what goes wrong is one line for the person, not a traceback."""
    try:
        cli()
    except ConfigError as error:
        _fail(str(error), status=2)
    except ChildEnded as error:
        _fail(str(error))
    except Problem as problem:
        _fail(problem.sentence or problem.code)
    except KeyUnusable as error:
        _fail(str(error), status=2)
    except ArgumentError as error:
        _fail(f"LMS_DATABASE_URL can't be used: {error}", status=2)
    except (OperationalError, ProgrammingError) as error:
        _fail(f"The database refuses: {str(error.orig).splitlines()[0]}. Look at: lms doctor")
    except OSError as error:
        _fail(str(error))


def _fail(sentence: str, status: int = 1) -> None:
    click.echo(f"lms: {sentence}", err=True)
    sys.exit(status)


cli.add_command(certificates)


if __name__ == "__main__":
    main()
