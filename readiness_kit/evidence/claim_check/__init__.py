"""Whether the accuracy that was claimed of a proof of concept is real."""
