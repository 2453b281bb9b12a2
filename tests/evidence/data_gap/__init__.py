"""The comparison of the POC sample with production, check by check."""
