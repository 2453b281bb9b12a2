"""What a record must look like, as the POC sample had it: derived, written out, and run on B."""
