"""The window: Qt widgets over the model."""
