"""Orders and letters of advice: made of findings, served, extended, verified, closed by dated steps."""
