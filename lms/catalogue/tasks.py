"""Jobs of the area."""
