"""What is particular to Thai: dates, digits, order, search, words and their clusters."""
