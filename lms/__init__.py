"""The academy's learning management system."""

__version__ = "0.1.0"
