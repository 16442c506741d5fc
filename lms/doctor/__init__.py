"""`lms doctor`: is this installation sound, and does its data keep its promises?

Each check is one small function that says what is wrong, in sentences; no sentence means sound.
`checks.py` holds the table of all. Nothing here writes.
"""
