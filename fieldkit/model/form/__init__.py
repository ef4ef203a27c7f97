"""XLSForm engine, usable alone; imports nothing of fieldkit but its errors."""
