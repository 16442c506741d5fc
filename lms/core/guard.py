"""The guard at each door: a view is public by mark, or has asked a policy before it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g
from flask_login import current_user

from lms.core.errors import Forbidden, SignInNeeded

V = TypeVar("V", bound=Callable[..., Any])

_MARK = "_public"


def public(view: V) -> V:
    """Mark a view that anybody may see."""
    setattr(view, _MARK, True)
    return view


def is_public(view: Callable[..., Any] | None) -> bool:
    """Was the view marked with `public`?"""
    return getattr(view, _MARK, False)


def me() -> Any:
    """The person who is signed in, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def permit(policy: Callable[..., bool], *things: object) -> Any:
    """Let the signed-in person through if the policy says so, and return that person.

    Args:
        policy: can_x(user, *things) -> bool, from an area's policy.py.

    Raises:
        SignInNeeded: nobody is signed in. Forbidden: the policy says no.
    """
    g.guarded = True
    person = me()
    if person is None:
        raise SignInNeeded
    if not policy(person, *things):
        raise Forbidden
    return person


def was_guarded() -> bool:
    """Has this request passed a guard?"""
    return bool(g.get("guarded", False))
