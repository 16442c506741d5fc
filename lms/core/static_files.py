"""Files that never change while we run: styles, scripts, fonts. They never reach a door or the gate.

Set-up lays a compressed copy beside the large ones (setup/assets.py); WhiteNoise hands that out to
whoever understands it.
"""

from __future__ import annotations

from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from lms.core.headers import ALWAYS

AN_HOUR = 3600


def install(app: Flask, *, lasting: bool) -> None:
    """Serve the folder `static` below /static/.

    Args:
        lasting: the files stay as they are while we run, so they are looked for only once.
    """
    serving = WhiteNoise(
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=AN_HOUR,
        autorefresh=not lasting,
        add_headers_function=_harden,
    )
    app.wsgi_app = serving  # type: ignore[method-assign]  # Flask's own way to wrap it


def _harden(headers: Headers, path: str, url: str) -> None:
    for name, value in ALWAYS.items():
        headers[name] = value
