"""Erasing personal data by law, so that chains and seals stay verifiable (docs/decisions/0036-erasure.md).

An *order*, signed by the centre, names a change, the hash of its body before and after, and which values go.
It is a record like others and travels like them; whoever has the change carries the order out.
"""
