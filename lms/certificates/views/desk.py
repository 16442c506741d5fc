"""The desk's register: issue, look up, revoke."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of
from lms.audit import services as audit
from lms.audit.queries import history
from lms.audit.wording import told
from lms.catalogue.queries import get_offering
from lms.certificates import policy, queries, services
from lms.certificates.facts import CertificateFacts
from lms.certificates.forms import RevokeForm
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.views import doors
from lms.core.asked import asked_choice, asked_number, asked_page, asked_text, ids_in
from lms.core.guard import permit
from lms.core.text import gettext, ngettext


@doors.post("/desk/offerings/<code>/certificates")
def issue(code: str) -> ResponseReturnValue:
    """Issue for the people chosen on the page of verdicts."""
    person = permit(policy.can_keep_register)
    offering = get_offering(code, person)
    chosen = ids_in(request.form.getlist("enrolment"))
    issued = services.issue_for(actor=person, offering=offering, enrolment_ids=chosen)
    if issued:
        sentence = ngettext(
            "%(num)s certificate is issued; the paper is being made.",
            "%(num)s certificates are issued; the papers are being made.",
            len(issued),
        )
        flash(sentence, "success")
    else:
        flash(gettext("Nothing to issue: nobody was chosen, or all have theirs."), "info")
    return redirect(url_for("completion.desk_completion", code=code), 303)


@doors.get("/desk/certificates")
def desk_certificates() -> str:
    """The register, searched by number or name, filtered by year and status."""
    person = permit(policy.can_keep_register)
    question, year = asked_text(), asked_number("year")
    status = asked_choice(CertificateStatus, "status")
    page = queries.register(question, year, status, asked_page())
    audit.saw(person.id, "certificates.register", [one.enrolment.user_id for one in page.items])
    return render_template(
        "certificates/register.html",
        page=page,
        question=question,
        year=year,
        status=status,
        years=[(one, one) for one in queries.years()],
        statuses=CertificateStatus.options(),
    )


@doors.get("/desk/certificates/<int:id>")
def desk_certificate(id: int) -> str:  # the name in the address
    """One entry of the register with its facts, its paper and its history."""
    permit(policy.can_keep_register)
    form = RevokeForm()
    form.offer()
    return _entry(queries.get_certificate(id), form)


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


@doors.post("/desk/certificates/<int:id>/try-again")
def try_again(id: int) -> ResponseReturnValue:
    """Have the worker make the paper now."""
    person = permit(policy.can_keep_register)
    services.try_again(actor=person, certificate=queries.get_certificate(id))
    flash(gettext("The worker tries again now."), "info")
    return redirect(url_for("certificates.desk_certificate", id=id), 303)


def _entry(certificate: Certificate, form: RevokeForm) -> str:
    person = permit(policy.can_keep_register)
    audit.saw(person.id, "certificates.entry", [certificate.enrolment.user_id])
    entries = history("certificates", certificate.id)
    names = names_of(entry.actor_id for entry in entries)
    return render_template(
        "certificates/entry.html",
        certificate=certificate,
        facts=CertificateFacts.from_json(certificate.facts),
        form=form,
        history=[told(entry, names) for entry in entries],
        revocable=certificate.status in queries.LIVE,
    )
