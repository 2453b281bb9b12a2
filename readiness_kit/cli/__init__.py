"""The command line: every command imports what it needs when it is called, not before."""

from readiness_kit.cli.main import main

__all__ = ["main"]
