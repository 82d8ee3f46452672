"""What follows from many entries together: families, pairs of parts, shares over time, data seen twice, best scores.

Each module answers one question with small, frozen values; nothing here draws or writes.
"""
