"""What is taught: courses, their offerings (차수), the class sessions, and who teaches them.

A course is the plan, an offering is one run of it with dates and seats, a class session is one
block of teaching in a room. Scheduling a class session books its room (lms/classrooms).
The completion rule is a setting of the academy, copied to the course and frozen on the offering
when it is published (`rule.py`, pure). Who sits in the seats belongs in enrolment.
"""
