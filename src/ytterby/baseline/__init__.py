"""Packaged tables: what the world looks like before anything happens, row by row with source and standing."""

from ytterby.baseline.inspection import check, check_file, check_frame
from ytterby.baseline.tables import descriptor, places, resource, resources, table

__all__ = ["check", "check_file", "check_frame", "descriptor", "places", "resource", "resources", "table"]
