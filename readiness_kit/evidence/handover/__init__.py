"""What the client's team gets to run on its own: a data contract, and tests of what went wrong."""
