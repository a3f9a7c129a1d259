"""Ledgers of replies: requests for information, letters, the hotline, and the tables of the yearly report."""
