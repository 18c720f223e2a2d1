"""A flooded ARP request is forgotten by nearly everybody; those who will forget it are asked at once. Nobody can see that."""

from random import Random

import pytest

from pynetns.device.veth import Veth
from tests.fastpath.actions import Draw, draw_event
from tests.fastpath.topology import draw_plan
from tests.fastpath.twins import Twins, state


def crowd(absorbing: bool, monkeypatch: pytest.MonkeyPatch, seed: int) -> list[object]:
    """Random networks on which everybody pings somebody, with changes in between; what there is to see after each step."""
    with monkeypatch.context() as patch:
        if not absorbing:
            patch.setattr(Veth, "absorb", lambda veth, packet, sender, target: False)
        rng = Random(seed)
        twins = Twins(draw_plan(rng))
        draw = Draw(twins, rng)
        seen: list[object] = []
        for _ in range(14):
            for namespace in list(twins.plain.namespaces)[:6]:
                twins.do(("ping", namespace, rng.choice((*twins.plan.stations, *twins.plan.gateways)).address, 56))
            twins.do(*draw_event(rng, draw))
            seen.append(state(twins.plain))
        return [*seen, *(capture.nanoseconds for _, capture in twins.captures)]


def loops(seed: int) -> bool:
    """Are there two cables between the same bridges? Then the limit on work ends each flood, and who is asked at once costs less of it."""
    return any(line.startswith("ip link add u") and "up0" not in line for _, line in draw_plan(Random(seed)).lines)


@pytest.mark.parametrize("seed", [seed for seed in range(16) if not loops(seed)])
def test_who_forgets_a_request_may_be_asked_at_once(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert crowd(True, monkeypatch, seed) == crowd(False, monkeypatch, seed)
