"""The desk's page of the academy's own figures for completion and attendance."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from lms.catalogue import policy, queries, services
from lms.catalogue.forms import AcademyRuleForm, entered
from lms.catalogue.views.blueprint import doors
from lms.core.guard import permit
from lms.core.text import gettext


@doors.route("/desk/rules", methods=["GET", "POST"])
def desk_rules() -> Any:
    """Look at the figures, or set them."""
    actor = permit(policy.can_plan)
    form = AcademyRuleForm(obj=queries.academy_rule())
    if form.validate_on_submit():
        services.set_academy_rule(
            actor=actor,
            rule=form.rule(),
            close_days=entered(form.close_days),
            lock_days=entered(form.lock_days),
        )
        flash(gettext("The figures are saved. New courses start with them."), "success")
        return redirect(url_for("catalogue.desk_rules"), 303)
    page = render_template(
        "catalogue/desk_rules.html",
        form=form,
        breadcrumbs=[(gettext("Operations"), "/desk"), (gettext("Attendance rules"), None)],
    )
    return page, 422 if form.errors else 200
