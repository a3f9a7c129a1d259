"""Quarterly bulletins: ``quarter`` takes a quarter out of an audit, ``word`` writes the text that an office edits and issues.

Dashboard and workbook are those of audits.
"""
