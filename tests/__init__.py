"""The tests mirror the house: one folder for each area of `lms`, and the rules of the house itself."""
