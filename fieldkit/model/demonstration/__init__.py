"""Invented data that looks like a province: for the demonstration, for tests and for measuring speed."""
