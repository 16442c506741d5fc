"""Work after the commit: a row that waits is the truth, the queue only says "look now".

A job is a function of one row id, registered under a name. Handing a job over names the row; the
gate passes it to Huey after the commit. Running a job twice is harmless, because each one locks its
row and looks at the status first. The sweeper hands over again what has waited too long.
What a job does belongs in the area whose row it is, in tasks.py.
"""
