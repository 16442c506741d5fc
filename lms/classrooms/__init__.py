"""Rooms and who has them when. A room is never double-booked: the database refuses it.

A booking is the reason somebody has a room; its occurrences are the single times, each of which can
be moved or cancelled alone. Only confirmed occurrences block; provisional ones (requests) do not.
Buffers before and after count as taken. What happens in the room (a class) belongs in catalogue.
"""
