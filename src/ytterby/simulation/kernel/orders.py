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
    wanted, slow, stock, transit, order = (
        state.wanted,
        state.wanted_slow,
        state.stock,
        state.transit,
        state.order,
    )
    cover, pipeline, use_law = draw.cover, draw.pipeline, law.use
    for n in range(wanted.size):
        slow[n] += DT * (wanted[n] - slow[n]) / behaviour.tau_slow
        usable = stock[n, 0] * use_law[month, n, 0] + stock[n, 1] * use_law[month, n, 1]
        gap = (cover[n] + pipeline[n]) * slow[n] - usable - transit[n]
        order[n] = max(0.0, wanted[n] + gap / behaviour.tau_inventory)


@kernel
def hear_orders(month: int, topology: Topology, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Pass orders to the suppliers that may serve them, in proportion to the baseline; suppliers smooth them.

    d += dt (sum_j w_ij O_j - d) / tau_d                                       conventions §5.6
    """
    received, slow, request = state.received, state.received_slow, state.request
    flow, order, link_law, use_law = draw.flow, state.order, law.link, law.use
    starts, supplier, label = topology.link_start, topology.link_offer, topology.link_label
    for o in range(received.size):
        received[o] -= DT * received[o] / behaviour.tau_orders
    for n in range(order.size):
        total = 0.0
        for k in range(starts[n], starts[n + 1]):
            open_ = link_law[month, k, label[k]] * use_law[month, n, label[k]] > 0.0
            request[k, 0] = flow[k] if open_ else 0.0
            total += request[k, 0]
        if total > 0.0:
            rate = DT * order[n] / (behaviour.tau_orders * total)
            for k in range(starts[n], starts[n + 1]):
                received[supplier[k]] += rate * request[k, 0]
    for o in range(received.size):
        slow[o] += DT * (received[o] - slow[o]) / behaviour.tau_slow
