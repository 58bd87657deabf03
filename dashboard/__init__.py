"""Milepost: how far a company has come towards its customer goals, and whether a change is real."""

__version__ = "0.1.0"
