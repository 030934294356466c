"""The closed vocabularies of the model (conventions §2, §3, §7, §8)."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Standing(StrEnum):
    """How well a figure is known, from best to worst."""

    VERIFIED = "verified"
    REPORTED = "reported"
    DERIVED = "derived"
    ESTIMATE = "estimate"
    ASSUMPTION = "assumption"
    MEMORY = "memory_unverified"

    @property
    def weak(self) -> bool:
        """True for figures that rest on judgement rather than on a source."""
        return self in {Standing.ESTIMATE, Standing.ASSUMPTION, Standing.MEMORY}


class Stage(StrEnum):
    """Steps of a chain, upstream first (conventions §3)."""

    HOST = "host"
    MINE = "mine"
    SEPARATION = "separation"
    REFINING = "refining"
    RECYCLING = "recycling"
    METAL = "metal"
    MAGNET = "magnet"
    INTERMEDIATE = "intermediate"
    USE = "first-use"
    NON_MAGNET = "non-magnet"
    SPREAD = "spread-use"
    UNREPORTED = "unreported"


class DemandClass(StrEnum):
    """Who asks: the axis along which end-user rules divide (conventions §2)."""

    CIVIL = "civil"
    DEFENCE = "defence"


class Label(IntEnum):
    """Provenance of a lot (conventions §7): what the controller's law can reach."""

    UNCONDITIONED = 0
    CONDITIONED = 1


class Permission(IntEnum):
    """What the law says of a link or a use in a month (conventions §8)."""

    FREE = 0
    LICENCE = 1
    DENIED = 2
