"""Certificates (수료증): the register, and the paper.

The register (models, services) takes a gapless number and freezes the facts in its row. The paper is
made from those facts alone, by pure files that know neither the database nor the web:

    facts.py         what a paper says: plain values, frozen, to and from JSON
    code.py          the number's printed form, the verification code
    fonts.py         the one type family: which characters it has, how wide they are
    fitting.py       a text into its place: one size, whole words, or a refusal
    pictures.py      pictures that are the same on every paper, drawn once
    qr.py            the QR symbol as vectors
    filling.py       facts + design -> the filled page, checked without laying it out
    render.py        facts + design -> PDF/A-3a bytes, the same bytes every time
    paper_errors.py  why a paper can't be made

Invariants: a number is never given twice and never missing; an issued paper never changes; nothing
that a person typed can load a file, break a word or run over the border.

The designs themselves (HTML, CSS, SVG) live in the top folder `certificates/`.
Judging who completes does not belong here (lms/completion).
"""
