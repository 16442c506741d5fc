"""Anybody checks a paper, by number and code or by its QR."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from limits import parse

from lms.certificates.forms import VerifyForm
from lms.certificates.verification import verify as look_up
from lms.certificates.views import doors
from lms.core.guard import public
from lms.core.limits import count

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
    page = render_template("certificates/verify.html", form=form, finding=finding)
    return page, 422 if form.errors else 200


def _count() -> bool:
    for rule in TRIES:
        count(rule, "certificates.verify", request.remote_addr or "")
    return True
