"""OpenRosa: phones send to the centre with ODK Collect, laptops to an office's ODK Central or Kobo."""
