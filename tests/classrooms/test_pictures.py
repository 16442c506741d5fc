"""Uploaded pictures are distrusted: drawn anew, made small, without what was hidden in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from PIL import Image, ImageFile
from sqlalchemy import select

from lms.accounts.models import User
from lms.classrooms import pictures
from lms.classrooms.models import RoomPhoto
from lms.classrooms.pictures import picture_from
from lms.core.db import db
from lms.core.errors import Invalid
from lms.core.gate import Gate
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]
GPS, DESCRIPTION, ORIENTATION = 0x8825, 0x010E, 0x0112


def drawn(kind: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB") -> bytes:
    """A picture whose left half is red; with a place and words hidden in it."""
    image = Image.new(mode, size)
    image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    hidden = Image.Exif()
    hidden[DESCRIPTION] = "SECRET WORDS"
    hidden.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, kind, exif=hidden)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_clean_jpeg_in_two_sizes(app: Gate, kind: str) -> None:
    picture = picture_from(drawn(kind, (2400, 1800)))
    large, small = Image.open(io.BytesIO(picture.large)), Image.open(io.BytesIO(picture.small))
    assert (large.format, small.format) == ("JPEG", "JPEG")
    assert large.size == (picture.width, picture.height) == (1600, 1200)
    assert small.size == (640, 480)
    assert not dict(large.getexif())
    assert b"SECRET" not in picture.large + picture.small


def test_a_second_file_behind_the_picture_is_gone(app: Gate) -> None:
    assert b"<script>" not in picture_from(drawn() + b"<script>alert(1)</script>").large


def test_a_telephones_picture_stands_upright(app: Gate) -> None:
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn(size=(800, 400)))).save(out, "JPEG", exif=turned)
    picture = picture_from(out.getvalue())
    assert (picture.width, picture.height) == (400, 800)


def test_what_is_clear_becomes_white(app: Gate) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(out, "PNG")
    shown = Image.open(io.BytesIO(picture_from(out.getvalue()).large))
    assert shown.getpixel((150, 150)) == (255, 255, 255)


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00"


@pytest.mark.parametrize(
    "upload",
    [b"", b"hello", SVG, GIF, b"\x89PNG\r\n\x1a\n" + b"\0" * 40, drawn()[:3000], b"%PDF-1.7"],
    ids=["empty", "text", "svg", "gif", "broken png", "cut off", "pdf"],
)
def test_what_is_no_picture_is_refused(
    app: Gate, upload: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        picture_from(upload)
    assert list(refused.value.fields) == ["file"]


def test_a_picture_that_claims_to_be_huge_is_not_unpacked(
    app: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PIXELS", 800 * 600 - 1)
    with app.test_request_context(), pytest.raises(Invalid):
        picture_from(drawn())


def test_too_large_and_too_small_are_refused(app: Gate) -> None:
    with app.test_request_context():
        with pytest.raises(Invalid, match="8MB"):
            picture_from(b"\0" * (pictures.LARGEST + 1))
        with pytest.raises(Invalid, match="200"):
            picture_from(drawn(size=(800, 199)))


def upload(browse: Browser, path: str, content: bytes, shows: str = "창가 자리"):
    page = browse(path)
    fields = {"file": (io.BytesIO(content), "../../room.jpg"), "shows": shows}
    token = page.all("//main//form//input[@name='csrf_token']/@value")[-1]
    return browse.post(path, {**fields, "csrf_token": token})


def test_an_operator_puts_pictures_on_a_rooms_page_and_takes_them_away(
    make: Make, acting: Acting, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    room = make.room()
    desk = f"/desk/rooms/{room.code}/photos"
    assert upload(browse, desk, drawn()).status == 200
    with acting():
        photo = db.session.scalars(select(RoomPhoto)).one()
    address = f"/classrooms/{room.code}/photos/{photo.id}"
    page = browse(f"/classrooms/{room.code}")
    assert page.all(f"//img[starts-with(@src,'{address}')]/@alt") == ["창가 자리"]
    for query in ("", "?small=1"):
        answer = browse.client.get(address + query)
        assert answer.mimetype == "image/jpeg"
        assert Image.open(io.BytesIO(answer.data)).format == "JPEG"
        assert "max-age" in answer.headers["Cache-Control"]
    other = make.room()
    assert browse.client.get(f"/classrooms/{other.code}/photos/{photo.id}").status_code == 404
    page = browse(desk).submit("/remove")
    assert "사진이 없습니다" in page.text
    assert browse.client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "shows", "field"),
    [(b"no picture", "창가", "file"), (drawn(), "", "shows"), (b"", "창가", "file")],
)
def test_a_bad_upload_is_answered_at_its_field(
    make: Make, browse: Browser, sign_in: SignIn, content: bytes, shows: str, field: str
) -> None:
    sign_in(make.operator())
    page = upload(browse, f"/desk/rooms/{make.room().code}/photos", content, shows)
    assert page.status == 422
    assert page.all(f"//*[contains(@class,'error-summary')]//a[@href='#{field}']")
