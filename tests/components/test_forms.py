"""Fields keep what was typed and say what is wrong, for eyes and ears alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml.etree import _ElementTree
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)

from tests.components.conftest import words

Draw = Callable[..., _ElementTree]


class Trainee(Form):
    name = StringField(
        "Name", [validators.InputRequired("Say your name.")], description="As written."
    )
    secret = PasswordField("Secret", [validators.InputRequired("Say it.")])
    about = TextAreaField("About")
    begin = DateField("Begin", [validators.Optional()])
    level = SelectField("Level", choices=[("a", "Basic"), ("b", "Practice")])
    kind = RadioField(
        "Kind",
        [validators.InputRequired("Choose one.")],
        choices=[("p", "Person"), ("f", "Firm")],
    )
    tracks = SelectMultipleField("Tracks", choices=[("OS", "Systems"), ("AU", "Automation")])
    agree = BooleanField("I agree", [validators.InputRequired("Agree, please.")])


def filled(**values: Any) -> Trainee:
    form = Trainee(MultiDict(values))
    form.validate()
    return form


@pytest.mark.parametrize("name", ["name", "secret", "about", "begin", "level", "agree"])
def test_each_control_has_its_label(draw: Draw, name: str) -> None:
    tree = draw("{{ ui.field(form[name]) }}", form=Trainee(), name=name)
    control = tree.xpath(f"//*[@name='{name}']")[0]
    assert tree.xpath(f"//label[@for='{control.get('id')}']")


def test_an_error_belongs_to_its_control(draw: Draw) -> None:
    tree = draw("{{ ui.field(form.name) }}", form=filled(name=""))
    control = tree.xpath("//input")[0]
    assert control.get("aria-invalid") == "true"
    described = [tree.xpath(f"//*[@id='{i}']")[0] for i in control.get("aria-describedby").split()]
    assert [" ".join("".join(d.itertext()).split()) for d in described] == [
        "As written.",
        "Say your name.",
    ]


def test_a_right_field_has_no_error(draw: Draw) -> None:
    control = draw("{{ ui.field(form.about) }}", form=filled(about="x")).xpath("//textarea")[0]
    assert control.get("aria-invalid") is None
    assert control.get("aria-describedby") is None


def test_required_is_said_in_words(draw: Draw) -> None:
    assert "(필수)" in words(draw("{{ ui.field(form.name) }}", form=Trainee()))
    assert "(필수)" not in words(draw("{{ ui.field(form.about) }}", form=Trainee()))


def test_what_was_typed_stays(draw: Draw) -> None:
    form = filled(name='<b>"김"</b>', about="여러\n줄", begin="2026-13-45", level="b", kind="f")
    tree = draw(
        "{% for f in (form.name, form.about, form.begin, form.level, form.kind) %}"
        "{{ ui.field(f) }}{% endfor %}",
        form=form,
    )
    assert tree.xpath("//input[@name='name']/@value") == ['<b>"김"</b>']
    assert tree.xpath("//textarea")[0].text.strip() == "여러\n줄"
    assert tree.xpath("//input[@name='begin']/@value") == ["2026-13-45"]
    assert tree.xpath("//option[@selected]/@value") == ["b"]
    assert tree.xpath("//input[@type='radio'][@checked]/@value") == ["f"]


def test_a_password_is_never_sent_back(draw: Draw) -> None:
    tree = draw("{{ ui.field(form.secret) }}", form=filled(secret="open sesame"))
    assert not tree.xpath("//input[@value='open sesame']")


def test_the_summary_leads_to_every_wrong_field(draw: Draw) -> None:
    tree = draw(
        "{{ ui.error_summary(form) }}{% for f in form %}{{ ui.field(f) }}{% endfor %}",
        form=filled(),
    )
    targets = tree.xpath("//*[@role='alert']//a/@href")
    assert targets == ["#name", "#secret", "#level", "#kind-0", "#agree"]
    assert all(tree.xpath(f"//*[@id='{target[1:]}']") for target in targets)


def test_no_summary_without_errors(draw: Draw) -> None:
    assert words(draw("{{ ui.error_summary(form) }}", form=Trainee())) == ""


def test_choices_are_a_named_group(draw: Draw) -> None:
    form = filled(tracks=["AU"])
    tree = draw("{{ ui.field(form.tracks, as_checks=True) }}", form=form)
    assert words(tree).startswith("Tracks")
    assert tree.xpath("//fieldset/legend")
    assert tree.xpath("//input[@type='checkbox'][@checked]/@value") == ["AU"]
