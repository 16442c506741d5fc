"""Anybody checks a paper: by number and code, by its QR, by the file itself, or without asking us."""

from __future__ import annotations

import base64
import json

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from limits import parse

from lms.certificates.facts import clean_text
from lms.certificates.forms import FileForm, VerifyForm
from lms.certificates.keys import keys_of
from lms.certificates.verification import Finding, verify_file
from lms.certificates.verification import verify as look_up
from lms.certificates.views.blueprint import doors
from lms.core.guard import public
from lms.core.limits import count
from lms.core.settings import settings

TRIES = (parse("20 per minute"), parse("200 per hour"))
"""Checks from one address. Guessing 80 random bits needs far more; this keeps machines off."""


@doors.route("/verify", methods=["GET", "POST"])
@public
def verify() -> ResponseReturnValue:
    """The form, and what the register says. A QR leads here with number and code filled in."""
    if request.method == "POST":
        form = VerifyForm()
        asked = _count() and form.validate_on_submit()
    elif request.args.get("number") or request.args.get("code"):
        form = VerifyForm(formdata=request.args)
        asked = _count() and form.validate()
    else:
        form, asked = VerifyForm(), False
    finding = look_up(*form.asked) if asked else None
    page = render_template(
        "certificates/verify.html",
        form=form,
        file_form=FileForm(formdata=None),
        finding=finding,
        named=_named(finding, form.name.data or ""),
        seals=_seals(),
    )
    return page, 422 if form.errors else 200


@doors.post("/verify/file")
@public
def verify_by_file() -> ResponseReturnValue:
    """A dropped file, compared with the register byte for byte. It is not kept."""
    form = FileForm()
    sound = _count() and form.validate_on_submit()
    checked = verify_file(form.content, keys_of(settings().signing)) if sound else None
    page = render_template(
        "certificates/verify.html",
        form=VerifyForm(formdata=None),
        file_form=form,
        finding=None,
        checked=checked,
        named=None,
        seals=_seals(),
    )
    return page, 422 if form.errors else 200


@doors.get("/verify/offline")
@public
def offline() -> str:
    """A page that checks a QR's signature by itself, also when there is no network any more."""
    return render_template("certificates/offline.html", seals=_seals())


@doors.get("/verify/keys.json")
@public
def public_keys() -> Response:
    """The public keys of QR and credential, for whoever checks papers with programs of their own."""
    answer = Response(_seals(), mimetype="application/json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _seals() -> str:
    keys = keys_of(settings().signing).seals
    return json.dumps(
        {id_: base64.b64encode(key.public_bytes_raw()).decode() for id_, key in keys.items()}
    )


def _named(finding: Finding | None, typed: str) -> bool | None:
    """Does the name typed agree with the paper's? None when none was typed, nothing was found, or the
    name is destroyed."""
    if finding is None or finding.facts is None or not finding.facts.name or not typed:
        return None
    return clean_text(typed).replace(" ", "") == finding.facts.name.replace(" ", "")


def _count() -> bool:
    for rule in TRIES:
        count(rule, "certificates.verify", request.remote_addr or "")
    return True
