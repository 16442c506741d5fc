"""Lists of people that a firm sends: what stands in them, and what speaks against each line.

Pure: reading (sheets → lines), checking (lines and what is known → marks), the forecast of seats, the
template. The rows of the database and the steps stand in models/lists.py and services/lists.py.
"""
