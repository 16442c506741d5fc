"""The other side of each ratio: a bare Flask application.

One view returns a page's bytes, one does a single INSERT and commit in the same database.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, redirect, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

import lms.core.db  # noqa: F401  # the same PRAGMAs and BEGIN as ours

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BARE_DATABASE_URL"]
db = SQLAlchemy(app, metadata=MetaData())
notes = Table(
    "bare_notes", db.metadata, Column("id", Integer, primary_key=True), Column("text", String(200))
)
with app.app_context():
    notes.create(db.engine, checkfirst=True)
page = Path(os.environ["BARE_PAGE"]).read_bytes() if os.environ.get("BARE_PAGE") else b"ok"


@app.get("/healthz")
@app.get("/courses")
def same_bytes() -> bytes:
    return page


@app.post("/check-in", defaults={"code": "scan"})
@app.post("/offerings/<code>/enrol")
def one_insert(code: str):  # type: ignore[no-untyped-def]  # redirect's answer, as bare as it can be
    db.session.execute(insert(notes).values(text=f"{code} {request.form['csrf_token'][:20]}"))
    db.session.commit()
    return redirect(f"/offerings/{code}", 303)
