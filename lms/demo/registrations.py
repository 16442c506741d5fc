"""Demo registrations: one waits, one was asked for more, one asks to join; and workplaces."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, time, timedelta

from PIL import Image, ImageDraw, ImageFont

from lms.accounts.models import User
from lms.core import clock
from lms.core.documents import document_from
from lms.demo.story import Story
from lms.demo.tables import rows
from lms.firms import queries, services
from lms.firms.business_number import shown
from lms.firms.groups import FactoryLevel
from lms.firms.kinds import suggested_kind
from lms.firms.models import Firm, FirmSize, MembershipKind, Workplace
from lms.firms.services import FirmFacts, WorkplaceValues

Row = dict[str, str]


def open_workplaces(operator: User, firms: Mapping[str, Firm], people: Mapping[str, User]) -> None:
    """Workplaces of firms that have more than their head office, and who works there."""
    for row in rows("workplaces"):
        values = WorkplaceValues(
            name=row["name"],
            number=row["number"],
            region_code=row["region"],
            address=row["address"],
        )
        place = services.open_workplace(actor=operator, firm=firms[row["firm"]], values=values)
        for email in row["people"].split():
            _send_to(operator, people[email], place)


def _send_to(operator: User, person: User, place: Workplace) -> None:
    membership = queries.find_membership(person)
    if membership is None:
        raise LookupError(person.email)
    services.change_membership(
        actor=operator,
        membership=membership,
        department=membership.department,
        position=membership.position,
        workplace_id=place.id,
    )


def plan_registrations(
    story: Story, operator: User, people: Mapping[str, User], today: date
) -> None:
    """Put the registrations of the last days into the story."""
    for days_ago, row in enumerate(rows("registrations"), start=1):
        asked_on = today - timedelta(days=days_ago)
        plan_one(story, operator, people[row["email"]], row, asked_on)


def plan_one(story: Story, operator: User, asker: User, row: Row, asked_on: date) -> None:
    """Ask, and let the operator ask back."""
    story.at(clock.at(asked_on, time(10, 40)), lambda: _ask(asker, row))
    if row["asked_for"]:
        story.at(clock.at(asked_on, time(15)), lambda: _ask_for_more(operator, asker, row))


def _ask(asker: User, row: Row) -> None:
    about = {name: row[name] for name in ("department", "position", "message")}
    firm = queries.find_firm_by_number(row["number"])
    if firm is not None:
        wanted = MembershipKind(row["wanted"])
        services.ask_to_join(actor=asker, firm=firm, wanted=wanted, **about)
        return
    facts = FirmFacts(
        name=row["name"],
        kind=suggested_kind(row["number"]),
        representative=row["representative"],
        region_code=row["region"],
        address=row["address"],
        industry=row["industry"],
        size=FirmSize(row["size"]),
        level=FactoryLevel(row["level"]),
    )
    services.ask_registration(
        actor=asker,
        business_number=row["number"],
        facts=facts,
        certificate=document_from("certificate.png", certificate(row["number"])),
        **about,
    )


def _ask_for_more(operator: User, asker: User, row: Row) -> None:
    found = queries.find_registration(asker)
    if found is None:
        raise LookupError(row["email"])
    services.ask_for_more(actor=operator, registration=found, message=row["asked_for"])


def certificate(number: str) -> bytes:
    """A drawn paper with the number on it that nobody takes for a real certificate."""
    image = Image.new("RGB", (900, 1270), (250, 249, 244))
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, 870, 1240), outline=(120, 130, 150), width=4)
    draw.text((450, 170), "SAMPLE", fill=(150, 60, 60), font=_font(72), anchor="mm")
    draw.text((450, 290), "Business registration", fill=(40, 50, 70), font=_font(44), anchor="mm")
    draw.text((450, 380), shown(number), fill=(40, 50, 70), font=_font(56), anchor="mm")
    for line in range(9):
        y = 500 + line * 70
        draw.line((120, y, 120 + 110, y), fill=(150, 155, 165), width=8)
        draw.line((280, y, 520 + 60 * (line % 4), y), fill=(195, 200, 208), width=8)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)
