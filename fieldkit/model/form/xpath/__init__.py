"""XPath as ODK XForms speaks it: parsed by hand, compiled to closures."""
