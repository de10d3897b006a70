"""The frozen values that travel: Source -> Entry -> Payload -> Article -> row.

Nothing else carries data between steps. Moments are aware and in UTC.
"""
