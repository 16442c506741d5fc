"""A holder's own papers: list, page of one, links, asking for it anew."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of
from lms.certificates import policy, queries, services
from lms.certificates.facts import CertificateFacts
from lms.certificates.forms import AskReissueForm, ShareForm
from lms.certificates.models import Certificate
from lms.certificates.views.blueprint import doors
from lms.core.errors import Forbidden, NotFound
from lms.core.guard import permit
from lms.core.settings import settings
from lms.core.text import gettext

LINKEDIN = "https://www.linkedin.com/profile/add"


@doors.get("/my/certificates")
def my_certificates() -> str:
    """All papers one has ever got."""
    person = permit(policy.can_ask)
    return render_template(
        "certificates/my_list.html",
        certificates=queries.of_user(person),
        attended=queries.attended_by(person),
        taught=queries.taught_by(person),
        breadcrumbs=_crumbs((gettext("My certificates"), None)),
    )


@doors.post("/my/confirmations/attendance/<int:enrolment_id>")
def confirm_attendance(enrolment_id: int) -> ResponseReturnValue:
    """Have the hours attended so far confirmed on paper."""
    person = permit(policy.can_ask)
    mine = [one for one in queries.attended_by(person) if one.id == enrolment_id]
    if not mine:
        raise NotFound(gettext("There is no such enrolment."))
    made = services.confirm_attendance(actor=person, enrolment=mine[0])
    return redirect(url_for("certificates.my_certificate", certificate_id=made.id), 303)


@doors.post("/my/confirmations/teaching/<int:offering_id>")
def confirm_teaching(offering_id: int) -> ResponseReturnValue:
    """Have the classes taught so far confirmed on paper."""
    person = permit(policy.can_ask)
    mine = [one for one in queries.taught_by(person) if one.id == offering_id]
    if not mine:
        raise NotFound(gettext("There is no such offering."))
    made = services.confirm_teaching(actor=person, offering=mine[0], instructor=person)
    return redirect(url_for("certificates.my_certificate", certificate_id=made.id), 303)


@doors.get("/my/certificates/<int:certificate_id>")
def my_certificate(certificate_id: int) -> str:
    """One paper, whom it was handed to, its links, and what was asked about it."""
    return _page(_own(certificate_id), ShareForm(), AskReissueForm())


@doors.post("/my/certificates/<int:certificate_id>/share")
def share(certificate_id: int) -> ResponseReturnValue:
    """Make a link; it is shown this once."""
    certificate, form = _own(certificate_id), ShareForm()
    if not form.validate_on_submit() or form.until.data is None:
        return _page(certificate, form, AskReissueForm(formdata=None)), 422
    _, token = services.share(
        actor=permit(policy.can_use, certificate), certificate=certificate, until=form.until.data
    )
    link = settings().base_url + url_for("certificates.shared", token=token)
    return _page(certificate, ShareForm(formdata=None), AskReissueForm(formdata=None), link)


@doors.post("/my/certificates/<int:certificate_id>/shares/<int:share_id>/end")
def end_share(certificate_id: int, share_id: int) -> ResponseReturnValue:
    """Close a link."""
    certificate = _own(certificate_id)
    found = queries.get_share(share_id)
    if found.certificate_id != certificate.id:
        raise NotFound(gettext("There is no such link."))
    services.end_share(actor=permit(policy.can_use, certificate), share=found)
    flash(gettext("The link is closed."), "success")
    return redirect(url_for("certificates.my_certificate", certificate_id=certificate_id), 303)


@doors.post("/my/certificates/<int:certificate_id>/ask")
def ask(certificate_id: int) -> ResponseReturnValue:
    """Ask for it anew."""
    certificate, form = _own(certificate_id), AskReissueForm()
    if not form.validate_on_submit():
        return _page(certificate, ShareForm(formdata=None), form), 422
    services.ask_reissue(
        actor=permit(policy.can_use, certificate),
        certificate=certificate,
        reason=form.reason.data or "",
    )
    flash(gettext("The academy has your request and will tell you by e-mail."), "success")
    return redirect(url_for("certificates.my_certificate", certificate_id=certificate_id), 303)


def _own(certificate_id: int) -> Certificate:
    """One's own; anybody else's does not exist."""
    permit(policy.can_ask)
    certificate = queries.get_certificate(certificate_id)
    try:
        permit(policy.can_use, certificate)
    except Forbidden as error:
        raise NotFound(gettext("There is no such certificate.")) from error
    return certificate


def _page(
    certificate: Certificate, form: ShareForm, ask_form: AskReissueForm, link: str = ""
) -> str:
    downloads = queries.downloads_of(certificate)
    return render_template(
        "certificates/my_certificate.html",
        certificate=certificate,
        facts=CertificateFacts.from_json(certificate.facts),
        share_form=form,
        ask_form=ask_form,
        link=link,
        shares=queries.shares_of(certificate),
        requests=queries.requests_about(certificate),
        downloads=downloads,
        names=names_of(one.user_id for one in downloads),
        linkedin=_linkedin(certificate),
        breadcrumbs=_crumbs(
            (gettext("My certificates"), url_for("certificates.my_certificates")),
            (certificate.number, None),
        ),
    )


def _linkedin(certificate: Certificate) -> str:
    """The address that fills LinkedIn's own form; nothing is sent until the holder follows it."""
    facts = CertificateFacts.from_json(certificate.facts)
    return f"{LINKEDIN}?" + urlencode(
        {
            "startTask": "CERTIFICATION_NAME",
            "name": facts.course_en or facts.course,
            "organizationName": facts.academy_en or facts.academy,
            "issueYear": facts.issued_on.year,
            "issueMonth": facts.issued_on.month,
            "certUrl": facts.verify_url,
            "certId": facts.number,
        }
    )


def _crumbs(*last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("My classroom"), url_for("site.my")), *last]
