"""Requests for rooms (대관): who asks, what the academy answers, and what came of it.

A request is a booking that holds its room provisionally; the booking and its times belong to
classrooms. Here is the rest: who may ask and how often, the states with their reasons and messages,
the first approval that wins, check-in and what happens to those who do not come.
"""
