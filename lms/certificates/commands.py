"""`lms certificates …`: look at designs, make keys, check a file. None needs the database."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from lms.certificates.inspection import inspect
from lms.certificates.keygen import make_keys
from lms.certificates.keys import keys_of
from lms.certificates.paper_errors import PaperError
from lms.certificates.samples import sampled
from lms.config import from_environ
from lms.core import clock

DOTS_PER_INCH = 110


@click.group()
def certificates() -> None:
    """Certificates: see what a design looks like, make keys, check a file."""


@certificates.command()
@click.option(
    "--design", default="completion", show_default=True, help="A folder below certificates/."
)
@click.option(
    "--sample",
    default="",
    help="Facts from certificates/samples/<sample>.json; by default those named like the design.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/preview"),
    show_default=True,
    help="Where the files are written.",
)
def preview(design: str, sample: str, folder: Path) -> None:
    """Print a design with sample facts, as PDF and, where pdftoppm is there, as PNG."""
    sample = sample or design
    try:
        paper = sampled(design, sample)
    except PaperError as error:
        raise click.ClickException(str(error)) from error
    except FileNotFoundError as error:
        raise click.ClickException(f"There is no sample called {sample}.") from error
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{design}-{sample}.pdf"
    target.write_bytes(paper)
    click.echo(target)
    for picture in _pictures(target):
        click.echo(picture)


@certificates.command()
@click.option("--academy", help="The organisation in the certificate; the academy's English name.")
def keygen(academy: str | None) -> None:
    """Make keys that sign papers; run again, it changes them and keeps the old ones checkable."""
    settings = from_environ()
    signing = settings.signing
    key, seal = make_keys(
        signing.folder, academy or settings.academy.name_en, signing.password, clock.now()
    )
    click.echo(f"Papers are signed with key {key}, QR codes and credentials with {seal}.")
    click.echo(f"They lie in {signing.folder}. Keep root-key.pem apart; back the folder up.")


@certificates.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder with trusted/ and seals/, instead of this installation's keys.",
)
def verify(file: Path, folder: Path | None) -> None:
    """Check a paper's signatures without the register and without a network.

    The exit status is 0 only when the academy's signature is sound. Whether the paper was revoked
    since, the register alone knows.
    """
    signing = from_environ().signing
    keys = keys_of(replace(signing, folder=folder, key="") if folder else signing)
    found = inspect(file.read_bytes(), keys)
    if not found.readable:
        raise click.ClickException(f"{file} can't be read as a PDF.")
    click.echo(f"signature   {found.signature}")
    click.echo(f"credential  {found.credential}")
    for label, value in _told(found.document):
        click.echo(f"{label:<11} {value}")
    sys.exit(0 if found.signature == "ours" and found.credential != "broken" else 1)


def _told(document: dict[str, Any]) -> list[tuple[str, str]]:
    """What a genuine credential says."""
    if not document:
        return []
    subject = document["credentialSubject"]
    return [
        ("number", subject["achievement"]["humanCode"]),
        ("name", subject["identifier"][0]["identityHash"]),
        ("course", document["name"]),
        ("from", subject["activityStartDate"][:10]),
        ("until", subject["activityEndDate"][:10]),
        ("issued", document["validFrom"][:10]),
        ("issuer", document["issuer"]["name"]),
    ]


def _pictures(paper: Path) -> list[Path]:
    """One PNG a page, or none where the tool for it is missing."""
    program = shutil.which("pdftoppm")
    if program is None:
        click.echo("pdftoppm is missing (poppler-utils), so there is no PNG.", err=True)
        return []
    stem = paper.with_suffix("")
    for old in paper.parent.glob(f"{stem.name}-*.png"):
        old.unlink()
    command = [program, "-png", "-r", str(DOTS_PER_INCH), str(paper), str(stem)]
    subprocess.run(command, check=True)  # noqa: S603  # the program found above, on our own file
    return sorted(paper.parent.glob(f"{stem.name}-*.png"))
