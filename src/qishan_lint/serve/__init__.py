"""A process that has everything loaded and checks for others: ``qishan-lint serve``.

``client`` asks it, ``protocol`` is what both say, ``server`` answers: each request in a child of its own, which has the
asking command's folder, environment and standard streams, and so does exactly what that command would have done.
"""
