"""The brief: one page for the director, the analyst's pages behind it, in six languages, every number cited."""

from ytterby.report.brief.facts import Facts
from ytterby.report.brief.gather import Beside, gathered
from ytterby.report.brief.make import FORMATS, Written, brief_of, write_brief

__all__ = ["FORMATS", "Beside", "Facts", "Written", "brief_of", "gathered", "write_brief"]
