"""Reference tables: described as data, shipped as CSV, and changed by the office row by row from a day on."""
