"""Korean search text: syllables taken apart, and their first consonants.

People type half a syllable, leave out spaces, or type first consonants only (ㅅㅁㅌ for 스마트공장).
Text and question are taken apart into single letters (jamo), so that one plain LIKE answers all.
"""

from __future__ import annotations

import unicodedata

_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ",
    "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
]  # fmt: skip
_CLUSTERS = dict(zip("ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ", [x for x in _LAST if len(x) == 2], strict=True))
_SYLLABLES = range(0xAC00, 0xD7A4)
_LONE = {chr(c) for c in range(0x3131, 0x318F)}  # typed letters, which NFKC would turn into others

SEPARATOR = "|"


def search_text(*parts: str) -> str:
    """What a row keeps for searching: each part as letters, then as first consonants."""
    pieces = [_plain(part) for part in parts if part]
    return SEPARATOR.join(
        [_letters(piece) for piece in pieces] + [_firsts(piece) for piece in pieces]
    )


def like_patterns(question: str) -> list[str]:
    """LIKE patterns, one for each word typed, all of which a row must match (escape: backslash)."""
    return [f"%{_escape(_letters(_plain(word)))}%" for word in question.split() if _plain(word)]


def _plain(text: str) -> str:
    whole = unicodedata.normalize("NFC", text)
    folded = "".join(
        c if c in _LONE else unicodedata.normalize("NFKC", c) for c in whole
    ).casefold()
    return "".join(c for c in folded if c != SEPARATOR and not c.isspace())


def _letters(text: str) -> str:
    return "".join(_apart(c) for c in text)


def _apart(c: str) -> str:
    if ord(c) not in _SYLLABLES:
        return _CLUSTERS.get(c, c)
    first, rest = divmod(ord(c) - 0xAC00, 588)
    middle, last = divmod(rest, 28)
    return _FIRST[first] + _MIDDLE[middle] + _LAST[last]


def _firsts(text: str) -> str:
    return "".join(_FIRST[(ord(c) - 0xAC00) // 588] if ord(c) in _SYLLABLES else c for c in text)


def _escape(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, "\\" + special)
    return text
