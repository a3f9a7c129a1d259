"""Monthly spot checks: a list that is frozen, a sample that anyone can draw again, verdicts, and what they prove.

``frame`` freezes, ``draw`` draws, ``worksheet`` writes and reads what inspectors fill in, ``proof`` does the statistics.
"""
