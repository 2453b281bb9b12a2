"""readiness-kit: may this AI proof of concept go on, and on what evidence."""

from readiness_kit.errors import ReadinessError

__all__ = ["ReadinessError", "__version__"]

__version__ = "0.1.0"
