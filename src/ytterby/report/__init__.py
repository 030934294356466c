"""What a run says, in words, tables and figures: for the terminal, and as one HTML file."""

from ytterby.report.headline import Headline, comparison_headline, headline
from ytterby.report.notebook import notebook
from ytterby.report.page import render, write_report
from ytterby.report.plan_page import plan_page
from ytterby.report.terminal import print_comparison, print_run
from ytterby.report.view import ReportInput, RunView

__all__ = [
    "Headline",
    "ReportInput",
    "RunView",
    "comparison_headline",
    "headline",
    "notebook",
    "plan_page",
    "print_comparison",
    "print_run",
    "render",
    "write_report",
]
