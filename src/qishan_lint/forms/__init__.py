"""Disclosure forms: templates as data, written as workbooks with drop-downs and help, read back row by row."""
