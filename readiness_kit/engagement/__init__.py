"""What one client told us, and the one writer of it."""
