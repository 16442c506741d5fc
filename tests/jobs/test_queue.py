"""What is done first when much waits."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from lms.core.gate import Gate
from lms.jobs.queue import hand_over


def test_a_mail_does_not_stand_behind_the_papers(
    app: Gate, acting: Callable[[], AbstractContextManager[None]]
) -> None:
    queue = app.extensions["huey"]
    queue.flush()
    with acting():
        for name, row_id in [("certificates.produce", 1), ("certificates.produce", 2)]:
            hand_over(name, row_id)
        hand_over("notifications.deliver", 3)
    waiting = [queue.dequeue() for _ in range(3)]
    assert [task.args[1] for task in waiting] == [3, 1, 2]
