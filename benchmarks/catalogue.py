"""The catalogue page against a bare view that returns the same bytes, with 30 and 3,000 courses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import load
from benchmarks.figures import Figure, at_least, at_most, told
from benchmarks.installation import fill_catalogue, installation
from benchmarks.servers import serve
from lms.core.gate import Gate
from tests.counting import statements

RATIO = 0.4
QUERIES = 4
MADE_ANEW = "HX-Request: true"
"""Fragments are never kept (lms/core/page_cache.py), so this header shows the page's own cost."""


def figures() -> Iterator[Figure]:
    """Ratios of requests a second, and queries a page made anew."""
    with installation() as (app, environ):
        counted = []
        for courses in (30, 3000):
            fill_catalogue(app, courses)
            yield from _ratios(app, environ, courses)
            counted.append(_queries(app))
            yield at_most(
                f"catalogue, {courses:,} courses: queries", counted[-1], "a page", QUERIES
            )
        yield at_most("catalogue: queries more with 3,000 courses", counted[1] - counted[0], "", 0)


def _ratios(app: Gate, environ: dict[str, str], courses: int) -> Iterator[Figure]:
    body = app.test_client().get("/courses").get_data()
    page = Path(environ["LMS_HOME"]) / "page"
    page.write_bytes(body)
    bare = {"BARE_PAGE": str(page), "BARE_DATABASE_URL": "sqlite://"}
    with serve("wsgi:app", environ) as ours, serve("benchmarks.bare:app", bare) as other:
        rate, bare_rate, ratio = load.paired(
            lambda: load.get(f"{ours.url}/courses"), lambda: load.get(f"{other.url}/courses")
        )
        name = f"catalogue, {courses:,} courses"
        yield told(f"{name}: ours", rate, "pages/s")
        yield told(f"{name}: bare view, same {len(body):,} bytes", bare_rate, "pages/s")
        yield at_least(f"{name}: ours to bare", ratio, "ratio", RATIO)
        made = load.get(f"{ours.url}/courses", seconds=2, header=MADE_ANEW)
        yield told(f"{name}: ours, made anew each time", made, "pages/s")


def _queries(app: Gate) -> int:
    with statements() as sent:
        answer = app.test_client().get("/courses?page=2", headers=[tuple(MADE_ANEW.split(": "))])
    assert answer.status_code == 200
    return len([one for one in sent if one.startswith("SELECT")])
