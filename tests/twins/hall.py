"""Buyers and suppliers of one step meet in six rounds (conventions §6, §10)."""

from __future__ import annotations

from dataclasses import dataclass

from twins.future import Future
from twins.trading import weight
from twins.world import DT, STEPS_A_MONTH

SPECK = 1e-9  # t, a milligram; nobody asks for less


@dataclass
class Wish:
    """What a buyer asks of one supplier in one round: lots it can only take free, and lots of any label."""

    link: int
    only_free: float
    any_label: float


class Hall:
    """One step's trade; `log` keeps each round's wishes by supplier with what they were given."""

    def __init__(self, f: Future, order: list[float], step: int) -> None:
        self.f, self.w = f, f.world
        self.lack = [sum(order[n] for n in market.needs) * DT for market in self.w.markets]
        self.given = [[0.0, 0.0] for _ in self.w.links]
        self.weight = [weight(f, k, step) for k in range(len(self.w.links))]
        self.room, self.allowed = [], []
        for k in range(len(self.w.links)):
            self.open(k, step)

    def open(self, k: int, step: int) -> None:
        """What the relation can carry and what the law lets through, in this step."""
        x, w, t = self.w.links[k], self.weight[k], self.w.traits
        passable = self.w.happenings.passable(step // STEPS_A_MONTH, k)
        room = (t.switch * x.flow + max(w - x.flow, 0.0)) * DT
        if passable < 1:
            room = min(room, passable * max(w, x.flow) * DT)
        limit = [share * max(w, x.flow) * DT for share in self.w.rules.may_move(step, k)]
        if 0 <= self.w.rules.limited_for(step, k) < t.qualification:
            limit[0] = min(limit[0], room * self.f.free_share[x.offer])
        licence = self.w.rules.licences.get(k)
        if licence is not None and licence.binding[step]:
            limit[1] = min(limit[1], self.f.granted[k])
        self.room.append(room)
        self.allowed.append(limit)

    def rounds(self) -> list[list[float]]:
        for _ in range(6):
            wishes = [wish for m in range(len(self.w.markets)) for wish in self.ask(m)]
            if not wishes:
                break
            mine: dict[int, list[Wish]] = {}
            for wish in wishes:
                mine.setdefault(self.w.links[wish.link].offer, []).append(wish)
            for o, asked in mine.items():
                self.serve(o, asked)
        return self.given

    def ask(self, m: int) -> list[Wish]:
        if self.lack[m] <= SPECK:
            return []
        goods = self.f.finished
        can = [
            k for k in self.w.markets[m].links
            if self.room[k] > SPECK
            and any(min(goods[self.w.links[k].offer][i], self.allowed[k][i]) > SPECK for i in (0, 1))
        ]  # fmt: skip
        total = sum(self.weight[k] for k in can)
        if total <= 0:
            return []
        wishes = []
        for k in can:
            amount = min(self.lack[m] * self.weight[k] / total, self.room[k])
            bound = min(amount, self.allowed[k][1]) if goods[self.w.links[k].offer][1] > SPECK else 0.0
            wishes.append(Wish(k, min(amount - bound, self.allowed[k][0]), bound))
        return wishes

    def serve(self, o: int, wishes: list[Wish]) -> None:
        """Rank by rank; those who may take free lots only first, the others away from free lots if anybody asked."""
        sought = any(sum(x.only_free for x in self.of_rank(wishes, r)) > SPECK for r in range(self.w.ranks))
        back = 0.0
        for r in range(self.w.ranks):
            asked = self.of_rank(wishes, r)
            free, bound = self.f.finished[o]
            narrow, wide = sum(x.only_free for x in asked), sum(x.any_label for x in asked)
            first = min(1.0, free / narrow) if narrow > 0 else 0.0
            free = max(free - first * narrow, 0.0)
            second = min(1.0, (free + bound) / wide) if wide > 0 else 0.0
            served, mix = second * wide, 0.0
            if served > 0:
                even, most = bound / (free + bound), min(1.0, bound / served)
                mix = even + (self.w.behaviour.reshuffle if sought else 0.0) * (most - even)
            self.f.finished[o] = [max(free - served * (1 - mix), 0.0), max(bound - served * mix, 0.0)]
            for x in asked:
                back += self.book(x, x.only_free * first + x.any_label * second * (1 - mix), x.any_label * second * mix)
        self.f.finished[o][0] += back

    def of_rank(self, wishes: list[Wish], rank: int) -> list[Wish]:
        return [x for x in wishes if self.w.links[x.link].rank == rank]

    def book(self, x: Wish, free: float, bound: float) -> float:
        """Book a lot; return free lots the buyer has not qualified for, which go back after the round."""
        taken = max(min(free, self.allowed[x.link][0]), 0.0)
        for i, amount in enumerate((taken, bound)):
            self.given[x.link][i] += amount
            self.allowed[x.link][i] -= amount
        self.lack[self.w.links[x.link].market] -= taken + bound
        self.room[x.link] -= taken + bound
        return free - taken
