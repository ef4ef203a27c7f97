"""The factory register as offices hand it over: read, understood, compared and imported."""
