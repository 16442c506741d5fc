"""The desk's register: look up, revoke, reissue."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of
from lms.audit.queries import history
from lms.audit.wording import told
from lms.certificates import policy, queries, services
from lms.certificates.code import Number
from lms.certificates.differences import differences
from lms.certificates.facts import CertificateFacts
from lms.certificates.forms import ReissueForm, RevokeForm
from lms.certificates.models import Certificate, CertificateStatus, Series
from lms.certificates.views.blueprint import doors
from lms.certificates.views.seen import saw
from lms.certificates.views.unfounded import fill_in_why
from lms.core.asked import asked_choice, asked_number, asked_page, asked_text
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/certificates")
def desk_certificates() -> str:
    """The register, searched by number or name, filtered by year and status."""
    person = permit(policy.can_keep_register)
    question, year = asked_text(), asked_number("year")
    status = asked_choice(CertificateStatus, "status")
    series = asked_choice(Series, "series")
    page = queries.register(question, year, status, asked_page(), series=series)
    saw(person.id, "certificates.register", page.items)
    return render_template(
        "certificates/register.html",
        page=page,
        question=question,
        year=year,
        status=status,
        series=series,
        kinds=Series.options(),
        years=[(one, one) for one in queries.years()],
        statuses=CertificateStatus.options(),
        waiting=queries.open_request_count(),
    )


@doors.get("/desk/certificates/<int:id>")
def desk_certificate(id: int) -> str:  # the name in the address
    """One entry of the register with its facts, its paper and its history."""
    permit(policy.can_keep_register)
    certificate, form = queries.get_certificate(id), RevokeForm()
    form.offer()
    return _entry(certificate, form, lost=fill_in_why(form, certificate))


@doors.post("/desk/certificates/<int:id>/revoke")
def revoke(id: int) -> ResponseReturnValue:
    """Take its validity away."""
    person = permit(policy.can_keep_register)
    certificate = queries.get_certificate(id)
    form = RevokeForm()
    form.offer()
    if not form.validate_on_submit():
        return _entry(certificate, form), 422
    services.revoke(
        actor=person,
        certificate=certificate,
        reason=form.reason.data or "",
        kind=form.chosen,
    )
    flash(gettext("Certificate %(number)s is revoked.", number=certificate.number), "success")
    return redirect(url_for("certificates.desk_certificate", id=id), 303)


@doors.get("/desk/certificates/<int:id>/reissue")
def reissue_page(id: int) -> str:
    """Why and with which facts; what would change is shown."""
    permit(policy.can_keep_register)
    form = ReissueForm()
    form.offer()
    return _reissue(queries.get_certificate(id), form)


@doors.post("/desk/certificates/<int:id>/reissue")
def reissue(id: int) -> ResponseReturnValue:
    """Replace it by the next version."""
    person = permit(policy.can_keep_register)
    certificate = queries.get_certificate(id)
    form = ReissueForm()
    form.offer()
    if not form.validate_on_submit():
        return _reissue(certificate, form), 422
    new = services.reissue(
        actor=person,
        certificate=certificate,
        reason=form.reason.data or "",
        kind=form.chosen,
        anew=form.source.data == "anew",
    )
    sentence = gettext(
        "Certificate %(number)s is reissued; the new paper is being made.", number=new.number
    )
    flash(sentence, "success")
    return redirect(url_for("certificates.desk_certificate", id=new.id), 303)


def _reissue(certificate: Certificate, form: ReissueForm) -> str:
    person = permit(policy.can_keep_register)
    saw(person.id, "certificates.entry", [certificate])
    return render_template(
        "certificates/reissue.html",
        certificate=certificate,
        form=form,
        differences=differences(
            CertificateFacts.from_json(certificate.facts),
            services.next_facts(certificate, anew=True),
        ),
    )


@doors.post("/desk/certificates/<int:id>/try-again")
def try_again(id: int) -> ResponseReturnValue:
    """Have the worker make the paper now."""
    person = permit(policy.can_keep_register)
    services.try_again(actor=person, certificate=queries.get_certificate(id))
    flash(gettext("The worker tries again now."), "info")
    return redirect(url_for("certificates.desk_certificate", id=id), 303)


def _entry(certificate: Certificate, form: RevokeForm, lost: str = "") -> str:
    person = permit(policy.can_keep_register)
    saw(person.id, "certificates.entry", [certificate])
    entries = history("certificates", certificate.id)
    names = names_of(entry.actor_id for entry in entries)
    return render_template(
        "certificates/entry.html",
        certificate=certificate,
        facts=CertificateFacts.from_json(certificate.facts),
        form=form,
        lost=lost,
        history=[told(entry, names) for entry in entries],
        revocable=certificate.status in queries.LIVE,
        versions=queries.versions_of(
            Number(certificate.series.value, certificate.year, certificate.serial)
        ),
    )
