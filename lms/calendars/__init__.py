"""Calendars that leave and enter the academy: feeds by secret address, and imported calendar files.

A feed is what somebody's calendar program reads by itself: the classes that a person attends, those
that an instructor teaches, or what is on in a room. Its address is a secret of which only the hash is
kept; it is shown once, and can be renewed or stopped. An import turns the events of a calendar file
into bookings. What the academy plans itself belongs in catalogue and classrooms.
"""
