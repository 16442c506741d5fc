"""나의 강의실 at a glance."""
