"""Steps 5 and 6 of a month: what buyers order and what suppliers hear (conventions §5)."""

from __future__ import annotations

from ytterby.jit import kernel
from ytterby.simulation.kernel.arrays import DT, Behaviour, Draw, Law, State, Topology


@kernel
def write_orders(month: int, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Order desired use, and what brings stock and pipeline back to target.

    O = max(0, u + ((c + L) u_slow - w - T) / tau_inv)                        conventions §5.5
    Desired use enters, never realised use, or the steady state drifts.
    """
    wanted, slow, stock, transit, order = state.wanted, state.wanted_slow, state.stock, state.transit, state.order
    cover, pipeline, use_law = draw.cover, draw.pipeline, law.use
    for n in range(wanted.size):
        slow[n] += DT * (wanted[n] - slow[n]) / behaviour.tau_slow
        usable = stock[n, 0] * use_law[month, n, 0] + stock[n, 1] * use_law[month, n, 1]
        gap = (cover[n] + pipeline[n]) * slow[n] - usable - transit[n]
        order[n] = max(0.0, wanted[n] + gap / behaviour.tau_inventory)


@kernel
def choose_suppliers(month: int, topology: Topology, draw: Draw, law: Law, state: State) -> None:
    """Spread each market's orders over the suppliers that may serve it, in proportion to the baseline."""
    heard, flow, starts, label = state.heard, draw.flow, topology.link_start, topology.link_label
    link_law = law.link
    for m in range(starts.size - 1):
        total = 0.0
        for k in range(starts[m], starts[m + 1]):
            heard[k] = flow[k] if link_law[month, k, label[k]] > 0.0 else 0.0
            total += heard[k]
        for k in range(starts[m], starts[m + 1]):
            heard[k] = heard[k] / total if total > 0.0 else 0.0


@kernel
def hear_orders(topology: Topology, behaviour: Behaviour, state: State) -> None:
    """Suppliers smooth what they hear.

    d += dt (sum_j w_ij O_j - d) / tau_d                                       conventions §5.6
    """
    received, slow, order, heard, lack = state.received, state.received_slow, state.order, state.heard, state.lack
    starts, supplier = topology.link_start, topology.link_offer
    member_start, member = topology.market_start, topology.market_need
    for o in range(received.size):
        received[o] -= DT * received[o] / behaviour.tau_orders
    for m in range(lack.size):
        total = 0.0
        for i in range(member_start[m], member_start[m + 1]):
            total += order[member[i]]
        lack[m] = total * DT
        rate = DT * total / behaviour.tau_orders
        for k in range(starts[m], starts[m + 1]):
            received[supplier[k]] += rate * heard[k]
    for o in range(received.size):
        slow[o] += DT * (received[o] - slow[o]) / behaviour.tau_slow
