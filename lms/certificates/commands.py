"""`lms certificates …`: for those who change the designs in the folder certificates/."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

from lms.certificates import press
from lms.certificates.paper_errors import PaperError

DOTS_PER_INCH = 110


@click.group()
def certificates() -> None:
    """Certificates: see what a design looks like."""


@certificates.command()
@click.option(
    "--design", default="completion", show_default=True, help="A folder below certificates/."
)
@click.option(
    "--sample",
    default="completion",
    show_default=True,
    help="Facts from certificates/samples/<sample>.json.",
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
    try:
        paper = press.sample(design, sample)
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
