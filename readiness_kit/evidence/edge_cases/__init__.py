"""What the model does with records that are not as expected, one family of faults at a time."""
