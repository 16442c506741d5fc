"""The asker's pages: my requests, one of them, answering, giving up."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.forms import BookingFileForm
from lms.classrooms.models import Occurrence
from lms.core.errors import NotFound, Refused
from lms.core.guard import me, permit
from lms.core.text import gettext
from lms.firms.queries import find_membership
from lms.room_requests import policy, queries, services
from lms.room_requests.alternatives import free_instead
from lms.room_requests.forms import AnswerForm, GiveUpForm
from lms.room_requests.models import RequestStatus, RoomRequest, StepReason
from lms.room_requests.views import shown
from lms.room_requests.views.blueprint import doors

LOST_TO_OTHERS = frozenset({StepReason.taken, StepReason.academy_first, StepReason.closed})


@doors.get("/my/room-requests")
def mine() -> str:
    """All requests of one's own and, for training managers, of the firm."""
    person = permit(policy.can_list_own)
    membership = find_membership(person)
    found = queries.of_person(person, membership.firm_id if policy.is_manager(membership) else None)
    audit.saw(person.id, "room_requests.mine", shown.ids(found))
    return render_template(
        "room_requests/mine.html",
        going_on=[one for one in found if one.status not in queries.REQUEST_ENDS],
        ended=[one for one in found if one.status in queries.REQUEST_ENDS],
        first_time=shown.first_time,
        breadcrumbs=[(gettext("My classroom"), "/my"), (gettext("My room requests"), None)],
    )


@doors.get("/my/room-requests/<int:request_id>")
def my_request(request_id: int) -> str:
    """One request: how it stands, its times, its history, and what can be done."""
    person, found = load(request_id)
    audit.saw(person.id, "room_requests.my_request", [found.asker_id])
    return request_page(found)


@doors.post("/my/room-requests/<int:request_id>/answer")
def answer(request_id: int) -> ResponseReturnValue:
    """Answer what the academy wanted to know."""
    person, found = load(request_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return request_page(found, answer=form), 422
    services.answer(actor=person, request=found, message=form.message.data or "")
    flash(gettext("Your answer has been sent. The academy looks at your request again."), "success")
    return back(found)


@doors.route("/my/room-requests/<int:request_id>/cancel", methods=["GET", "POST"])
def cancel(request_id: int) -> ResponseReturnValue:
    """Give a request up."""
    person, found = load(request_id)
    if found.status is RequestStatus.cancelled:
        return back(found)
    form = GiveUpForm()
    if form.validate_on_submit():
        services.cancel(actor=person, request=found, message=form.message.data or "")
        flash(gettext("Your request is cancelled."), "success")
        return back(found)
    return _give_up_page(found, form, None)


@doors.route(
    "/my/room-requests/<int:request_id>/times/<int:time_id>/cancel", methods=["GET", "POST"]
)
def cancel_time(request_id: int, time_id: int) -> ResponseReturnValue:
    """Give up one time of a request."""
    person, found = load(request_id)
    occurrence = time_of(found, time_id)
    if not occurrence.is_live:
        return back(found)
    form = GiveUpForm()
    if form.validate_on_submit():
        services.cancel_time(
            actor=person,
            request=found,
            occurrence=occurrence,
            message=form.message.data or "",
        )
        flash(gettext("This time is given up."), "success")
        return back(found)
    return _give_up_page(found, form, occurrence)


def load(request_id: int) -> tuple[User, RoomRequest]:
    """A request behind the guard.

    Raises:
        NotFound: there is none of that number, or it is somebody else's.
    """
    person: User = permit(policy.can_list_own)
    found = queries.get_request(request_id)
    if not policy.can_follow(person, found, find_membership(person)):
        raise NotFound
    return person, found


def time_of(found: RoomRequest, time_id: int) -> Occurrence:
    """One of the times of a request.

    Raises:
        NotFound: it has none of that number.
    """
    for one in found.booking.occurrences:
        if one.id == time_id:
            return one
    raise NotFound


def back(found: RoomRequest) -> ResponseReturnValue:
    """To the page of a request."""
    return redirect(url_for("room_requests.my_request", request_id=found.id), 303)


def request_page(
    found: RoomRequest,
    answer: AnswerForm | None = None,
    documents: BookingFileForm | None = None,
) -> str:
    """The page of a request, with a form that was filled in wrongly, if one was."""
    last = found.steps[-1]
    by_id = {one.id: one for one in found.booking.occurrences}
    lost = [by_id[id_] for id_ in last.lost if id_ in by_id]
    offers = free_instead(found, lost) if last.reason in LOST_TO_OTHERS else []
    return render_template(
        "room_requests/my_request.html",
        asked=found,
        last=last,
        times=shown.times(found, queries.room_uses(found)),
        offers=offers,
        answer=answer or AnswerForm(formdata=None),
        documents=documents or BookingFileForm(formdata=None),
        may_cancel=_may_cancel(found),
        is_mine=me().id == found.asker_id,
        history=shown.history(found, for_asker=True),
        breadcrumbs=shown.own_crumbs((found.booking.title, None)),
    )


def _may_cancel(found: RoomRequest) -> bool:
    if not found.is_open and found.status is not RequestStatus.approved:
        return False
    try:
        services.check_cancel(found)
    except Refused:
        return False
    return True


def _give_up_page(
    found: RoomRequest, form: GiveUpForm, occurrence: Occurrence | None
) -> ResponseReturnValue:
    page = render_template(
        "room_requests/give_up.html",
        asked=found,
        form=form,
        occurrence=occurrence,
        breadcrumbs=shown.own_crumbs(
            (found.booking.title, url_for("room_requests.my_request", request_id=found.id)),
            (gettext("Give up"), None),
        ),
    )
    return (page, 422) if form.errors else page
