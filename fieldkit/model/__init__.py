"""The work itself: factories, checklists, inspections, findings; no Qt, no network."""
