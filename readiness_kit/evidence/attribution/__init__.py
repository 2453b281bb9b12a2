"""Where the accuracy went: which defects of the data explain the fall since the POC."""
