"""The file of one factory: what the office knows of it, each part read when it is looked at."""
