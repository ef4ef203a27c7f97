"""Exchange between laptop and centre."""
