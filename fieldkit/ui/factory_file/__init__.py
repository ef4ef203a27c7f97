"""The parts of the file of a factory, each made and read when it is first looked at."""
