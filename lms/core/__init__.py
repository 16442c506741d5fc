"""The ground everything stands on: database, gate, errors, clock, text, rendering, storage.

Nothing here knows a course or a seat. What knows the academy's work belongs in an area.
"""
