"""People: who they are, how they sign in, what they agreed to, which roles they hold.

Everybody is a trainee. Instructor and operator are roles that an operator grants and that end.
Firm managers are not a role here but a membership of a firm (lms/firms).
"""
