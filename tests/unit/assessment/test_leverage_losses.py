"""The sender's side by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.assessment.futures import Futures
from ytterby.assessment.leverage import losses
from ytterby.assessment.leverage.book import load_book
from ytterby.baseline.value_added import Range


def book(price: float):
    fixed = Range(low=price, best=price, high=price, standing="assumption", source="made up")
    return load_book().model_copy(update={"unit_values": {"made-up": {"magnet": fixed}}})


def futures(sent: list[float]) -> Futures:
    none = np.zeros((1, 0, len(sent)))
    both = np.stack([np.array(sent), np.array(sent)])[None]  # of magnets, and of something without a price
    return Futures(
        tuple(str(k) for k in range(len(sent))), (("magnet", "JPN"), ("feed", "JPN")), both, np.full((1, 2), 10.0),
        (), none, none, none[:, :, 0], (), np.zeros((1, 2, 0, len(sent))),
    )  # fmt: skip


def test_income_is_tonnes_at_the_price_before():
    lost, idle = losses._sender(futures([10.0, 4.0, 12.0]), book(100.0), "made-up", 1)
    # 6 t of 10 do not leave at 100 USD/kg; what more leaves later is income won
    assert lost[0] == pytest.approx([0.0, 600_000.0, -200_000.0])
    assert idle[0] == pytest.approx([0.0, 0.6, -0.2])
