"""Search everywhere: what is indexed, how it is found, and the texts of law that come with the program."""
