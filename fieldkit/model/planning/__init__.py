"""The plan of inspections: which factory is visited when and by whom, how risky it is, what to take along."""
