"""Inputs that fuzzing found, read again."""
