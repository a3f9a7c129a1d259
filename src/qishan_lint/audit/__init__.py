"""Audits: a whole folder at one day, what shows only across items, and what was put right since the last time."""
