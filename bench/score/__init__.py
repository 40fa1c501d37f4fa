"""Compares what the loaders read with an independent answer key: recall, precision, every difference listed.

``key_*`` modules turn the key's files into ``KeyItem`` s, ``observed`` turns staged rows into ``Observed`` s,
``matching`` pairs them one to one, ``report`` counts and prints. The key names some things differently from
the warehouse's contract; ``names.yml`` holds those differences, so that no loader has to know them.
"""
