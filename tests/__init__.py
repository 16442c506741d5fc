"""The tests mirror the house: a folder for each area of `lms`, and one for the house rules."""
