"""Messages to people: written in the transaction that caused them, sent by the worker.

A message keeps a template name and plain facts; the worker words and sends it, so a request never
waits for a mail server and a mail tells what was true when it was written.
Which event causes which message stands in lms/reactions.py, not here.
"""
