"""Who sits in which seat, and who waits for one.

Seats are rows: number, pool (whom it is kept for), hold (a firm without a named person yet), and the
enrolment that has it. Taking a seat is taking a free row, so overselling can't be expressed.
While people wait, a free seat is theirs first: nobody jumps the line.
Attendance and completion are separate facts in their own areas.
"""
