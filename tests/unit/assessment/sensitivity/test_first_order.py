"""First-order indices and regional filtering against functions whose indices are known."""

import numpy as np
import pytest

from ytterby.assessment.sensitivity.indices import first_order, regional, stands_out
from ytterby.errors import BadData
from ytterby.scenario.sampling import numbered, uniforms

INPUTS = 237
"""As many as the magnet chain has uncertain estimates."""


def drawn(draws, seed):
    return uniforms(draws, numbered("x", INPUTS), seed)


def ishigami(u):
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


ISHIGAMI = np.array([0.3139, 0.4424, 0.0])
WEIGHTS = np.array([4.0, 2.0, 1.0, 0.5])
LINEAR = WEIGHTS**2 / (WEIGHTS**2).sum()


@pytest.mark.parametrize(("draws", "within"), [(200, 0.13), (512, 0.08), (1000, 0.05)])
def test_ishigami_among_hundreds(draws, within):
    found = [first_order(u := drawn(draws, seed), ishigami(u)) for seed in range(5)]
    for f in found:
        assert np.abs(f.share[:3] - ISHIGAMI).max() < within
        assert f.found[:2].all()
    assert abs(np.mean([f.share[:3] for f in found], axis=0) - ISHIGAMI).max() < within / 2
    assert np.mean([f.found[3:].sum() for f in found]) <= 1.0


@pytest.mark.parametrize(("draws", "within"), [(200, 0.10), (1000, 0.05)])
def test_a_linear_model(draws, within):
    for seed in range(5):
        u = drawn(draws, seed)
        f = first_order(u, u[:, :4] @ WEIGHTS)
        assert np.abs(f.share[:4] - LINEAR).max() < within
        assert f.found[:2].all() and f.found[4:].sum() <= 3


def test_errors_cover_what_is_estimated():
    misses = []
    for seed in range(20):
        u = np.random.default_rng(seed).random((300, 4))
        f = first_order(u, u @ WEIGHTS)
        misses.append(np.abs(f.share - LINEAR) <= 2 * f.error)
    assert np.mean(misses) >= 0.9


def test_nothing_moves_what_is_constant():
    u = drawn(64, 1)
    f = first_order(u, np.ones(64))
    assert not f.found.any() and (f.share == 0).all()
    u[:, 0] = 0.5
    assert first_order(u, u[:, 1]).share[0] == 0.0


def test_too_few_draws_and_gaps_are_refused():
    with pytest.raises(BadData, match="at least 50"):
        first_order(np.ones((49, 2)), np.arange(49.0))
    with pytest.raises(BadData, match="not a number"):
        first_order(np.random.default_rng(0).random((60, 2)), np.full(60, np.inf))


def test_what_separates_is_found_and_named_by_its_sides():
    u = drawn(400, 3)
    found = regional(u, u[:, 7] + 0.5 * u[:, 8] > 1.0)
    assert found is not None
    assert set(np.flatnonzero(found.found)) >= {7, 8} and found.found.sum() <= 4
    assert found.distance.argmax() == 7 and found.inside[7] > found.outside[7]


def test_nothing_can_be_told_apart_from_a_handful():
    u = drawn(100, 1)
    assert regional(u, np.arange(100) < 9) is None
    assert regional(u, np.ones(100, bool)) is None


def test_false_finds_are_held_down():
    hits = [stands_out(np.random.default_rng(s).random(INPUTS)).sum() for s in range(200)]
    assert np.mean(np.array(hits) > 0) < 0.12


@pytest.mark.parametrize("odds", [0.5, 0.1, 0.03])
def test_an_event_that_explains_all_is_found_to(odds):
    u = np.random.default_rng(4).random((400, 3))
    hit = (u[:, 0] < odds).astype(float)
    noise = 0.5 * hit.std() * np.sqrt(12) * (u[:, 1] - 0.5)
    found = first_order(np.column_stack([hit, u[:, 1:]]), 3.0 * hit + 3.0 * noise)
    assert found.share[0] == pytest.approx(0.8, abs=0.06)
    assert found.found[0] and not found.found[2]


def test_an_event_without_effect_explains_nothing_on_average():
    shares, finds = [], []
    for seed in range(200):
        u = np.random.default_rng(seed).random((200, 2))
        found = first_order((u[:, :1] < 0.1).astype(float), u[:, 1])
        shares.append(found.share[0])
        finds.append(found.p[0] < 0.05)
    assert abs(np.mean(shares)) < 0.003
    assert 0.02 < np.mean(finds) < 0.09
