"""The review desk: a page on this machine alone where leaders read, approve and return, and clerks try a Word file.

``guard`` lets nobody else in, ``queue`` says what waits for whom, ``article`` shows one item, ``decide``
signs, ``app`` ties them to addresses.
"""
