"""What would change the answer: inputs, turning values, branches of unknown law, the law assumed."""

from __future__ import annotations

from ytterby.report.brief.phrases import classes, input_name, opened
from ytterby.report.brief.spans import Block, Bullets, Heading, Line
from ytterby.report.brief.tongue import Tongue
from ytterby.report.summary import summaries
from ytterby.report.treatment import treatment

MOVED_BY = 2
"""End uses whose inputs are named, and inputs named for each."""


def change_blocks(tongue: Tongue) -> list[Block]:
    """Return the heading and one line for each thing that would change the answer."""
    lines = [*_moving(tongue), *_flips(tongue), *_assumed(tongue), *_branches(tongue), _law(tongue)]
    return [Heading(tongue.say("brief.change")), Bullets(tuple(map(opened, lines)))]


def _moving(tongue: Tongue) -> list[Line]:
    """Name the inputs that move the end uses hit first."""
    out = []
    for u, use in enumerate(tongue.facts.rooms.get("movers", [])[:MOVED_BY]):
        told = []
        for i, row in enumerate(use["inputs"][:MOVED_BY]):
            path = f"movers/{u}/inputs/{i}"
            told.append(
                tongue.say(
                    "brief.change.input", what=input_name(tongue, row["id"], f"{path}/id"),
                    share=tongue.cite(f"{path}/share", "percent"),
                    standing=tongue.name("standing", row["standing"], f"{path}/standing"),
                )
            )  # fmt: skip
        if told:
            name = tongue.name("use", use["end_use"], f"movers/{u}/end_use")
            out.append(tongue.say("brief.change.inputs", use=name, inputs=tongue.joined(told)))
    return out


def _flips(tongue: Tongue) -> list[Line]:
    """Name the first input whose value, within its range, turns most futures."""
    for i, row in enumerate((tongue.facts.rooms.get("sensitivity") or {}).get("flips", [])):
        if row.get("value") is not None and row.get("best") is not None:
            path = f"sensitivity/flips/{i}"
            what = input_name(tongue, row["input"], f"{path}/input")
            value, best = tongue.cite(f"{path}/value", "number"), tongue.cite(f"{path}/best", "number")
            unit = tongue.cite(f"{path}/unit")
            return [tongue.say("brief.change.flip", what=what, value=value, unit=unit, best=best)]
    return []


def _assumed(tongue: Tongue) -> list[Line]:
    if tongue.facts.view.assumption_share is None:
        return []
    return [tongue.say("brief.change.assumed", share=tongue.cite("run/assumption_share", "percent"))]


def _branches(tongue: Tongue) -> list[Line]:
    rows = tongue.facts.view.rule_branches
    if len(rows) < 2:
        return []
    told = []
    for i, row in enumerate(rows):
        least = min(row.lowest_fill, key=lambda use: use.p50)
        path = f"run/rule_branches/{i}/lowest_fill/{least.place}/{least.end_use}/{least.class_}"
        told.append(
            tongue.say(
                "brief.change.branch", share=tongue.cite(f"{path}/p50", "percent"),
                use=tongue.name("use", least.end_use, f"{path}/end_use"),
                branch=tongue.name("branch", row.branch, f"run/rule_branches/{i}/branch"),
            )
        )  # fmt: skip
    rules = tongue.joined([(tongue.cite(f"run/rule_branches/0/rules/{k}"),) for k in range(len(rows[0].rules))])
    count = tongue.cite("run/rule_branches/0/rules", "count")
    return [tongue.say("brief.change.branches", count=count, rules=rules, each=tongue.joined(told))]


def _law(tongue: Tongue) -> Line:
    """Name the measures that reach the end uses in focus."""
    view = tongue.facts.view
    hit = {m.id for use in summaries(view) for m in treatment(view, use.place, use.demand_class).measures}
    told = [
        tongue.say(
            "brief.change.measure", rule=tongue.cite(f"run/measures/{i}/id"),
            treatment=tongue.name("permission", m.permission, f"run/measures/{i}/permission"),
            who=classes(tongue, m.classes, f"run/measures/{i}/classes"),
            **{"from": tongue.cite(f"run/measures/{i}/from", "date")},
        )
        for i, m in enumerate(view.measures) if m.id in hit
    ]  # fmt: skip
    return tongue.say("brief.change.law", rules=tongue.joined(told)) if told else tongue.say("brief.change.nolaw")
