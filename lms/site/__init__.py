"""Pages that belong to no single area: home, my page, the operator's desk, legal pages, health.

Doors only; what they show is read from the areas.
"""
