"""What made-up documents say, as a run is told of it."""

from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract
from ytterby.evidence.snapshot import Snapshot, packed, snapshot_of, unpacked
from ytterby.network.chain import Chain, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.scenario.evidence import Informed, informed
from ytterby.scenario.schema import Scenario


def said(*texts: str, published: str = "2025-11-01") -> Snapshot:
    """Read texts, one document each."""
    documents = [build(t, f"{i}.txt", published) for i, t in enumerate(texts)]
    return unpacked(packed("made-up", [c for d in documents for c in extract(d)], documents))


def kept(place) -> Snapshot:
    """Read a store."""
    return unpacked(snapshot_of(place))


def known(chain: str | Chain, scenario: Scenario, snapshot: Snapshot | None) -> Informed:
    """Inform a chain with the packaged figures."""
    chain = load_chain(chain) if isinstance(chain, str) else chain
    return informed(chain, chain_estimates(chain), scenario, snapshot)
