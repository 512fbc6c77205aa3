"""The drawings of a scene, in the report's style."""

from tradenet.explore.figures import histories, intensities, network

__all__ = ["histories", "intensities", "network"]
