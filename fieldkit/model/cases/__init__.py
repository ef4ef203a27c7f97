"""The four registers that the office follows up: recommendations, complaints, borrowers, enterprises."""
