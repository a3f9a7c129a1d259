"""Standard directories of what an office must publish: read from its own workbook, checked, and held against the site.

``limits`` understands the column of time limits, ``boxes`` that of channels, ``sheets`` reads the workbook, ``store`` keeps
it as a file that people can read, ``faults`` checks the directory itself, ``matching`` and ``gaps`` hold items against it.
"""
