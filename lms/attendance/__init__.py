"""Who was there, minute by minute: events that are only added, and records computed from them.

A roll call is the instructor's sheet for one class session; marking adds events, locking closes it.
The record of a person and session is a pure function of the events (`records.py`) and can be
recomputed at any time. Whether it is enough to complete belongs in completion.
"""
