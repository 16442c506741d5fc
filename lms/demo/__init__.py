"""Demo data: an invented academy with its people, firms, courses and half a year of life.

`load` (run.py) tells the story of that half year, step by step on a clock that it sets, through the
same services as everybody; so history, mails, seats and records are what they would be. All names,
firms and numbers are invented (business numbers begin with 999, telephone numbers with 010-0000).
What is told stands in data/*.csv; how it is told stands in the modules. Nothing else imports this.
"""
