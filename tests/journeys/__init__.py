"""Whole stories in a real browser, against the real server and worker, on both databases."""
