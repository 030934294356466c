"""Limits that no plan keeps are named, and only those."""

import numpy as np
import pytest
from toy import chain_levers, toy

from ytterby.errors import Infeasible
from ytterby.planning.choice import menu
from ytterby.planning.contradiction import binding, refuse_contradiction

OPTIONS = chain_levers(toy())


def names(choices):
    return {row.name for row in binding(choices)}


def test_what_can_be_kept_is_not_refused():
    choices = menu(OPTIONS, 10.0, required=("mine",))
    refuse_contradiction(choices)
    assert binding(choices) == ()


def test_the_budget_and_what_does_not_fit_into_it():
    choices = menu(OPTIONS, 12.0, required=("mine", "oxide-stock"))
    assert names(choices) == {"budget", "one start of mine", "one start of oxide-stock"}
    with pytest.raises(Infeasible, match=r"mine must be in the plan and costs 10 MUSD.*the budget is 12 MUSD"):
        refuse_contradiction(choices)


def test_the_budget_of_a_year():
    choices = menu(OPTIONS, 100.0, per_year=np.array([4.0, 50.0, 50.0]), required=("mine",))
    assert names(choices) == {"budget of year 1", "one start of mine"}


def test_two_that_exclude_each_other():
    choices = menu(OPTIONS, 100.0, exclusive=(("mine", "metal"),), required=("mine", "metal"))
    assert names(choices) == {"one of mine, metal", "one start of mine", "one start of metal"}


def test_one_that_needs_another_for_which_there_is_no_money():
    choices = menu(OPTIONS, 15.0, needs={"mine": ("metal",)}, required=("mine",))
    assert names(choices) == {"budget", "one start of mine", "mine needs metal"}
