"""The list of findings as a table that goes out to Excel and comes back (docs/exchange.md, `round_trip`).

What a signed inspection said stays: its cells come out locked, and a changed one is refused. What the office
says of such a finding afterwards becomes a dated step of the order that demands its correction, as in the
window. Findings of an inspection that is not signed are edited like on its page.
"""
