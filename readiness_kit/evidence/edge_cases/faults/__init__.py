"""The families of faults, by what they are about; each is a small pure function."""
