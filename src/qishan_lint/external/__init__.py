"""The third-party stage: checkers outside this tool, asked by command or over HTTP, whose answer is signed.

``checkers`` are declared in the configuration, ``outgoing`` decides what may leave, ``asking`` asks, ``answers`` reads the
answer. An error, a time-out or an answer that cannot be read is never a pass.
"""
