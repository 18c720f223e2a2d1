"""The flow cache changes nothing that anybody can see: random networks, traffic and changes in two labs, with the cache and without.

A short run by default. `PYNETNS_FLOW_CACHE_EXAMPLES=20000 pytest tests/fastpath/test_equality.py` is a long one (about 0.3 s an example).
"""

import os
from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.fastpath.actions import Draw
from tests.fastpath.scenario import look
from tests.fastpath.topology import draw_plan
from tests.fastpath.twins import Op, Twins

EXAMPLES = int(os.environ.get("PYNETNS_FLOW_CACHE_EXAMPLES", "25"))
LEAST_SHARE = 0.55  # of the frames that a cache saw: the others are spoiled, answered, or the first of their flow
SEEDS = st.integers(0, (1 << 32) - 1)


class Labs(RuleBasedStateMachine):
    """A seed a rule: what is drawn from it is drawn from the network as it is, so frames and changes meet what is there."""

    frames = hits = misses = 0  # of all examples
    twins: Twins | None = None

    @initialize(seed=SEEDS, limit=st.sampled_from((0, 0, 0, 1, 3)))
    def build(self, seed: int, limit: int) -> None:
        rng = Random(seed)
        self.twins = Twins(draw_plan(rng), flow_limit=limit)
        self.draw = Draw(self.twins, rng)

    def happen(self, event: Callable[[Draw, Random], list[Op]], seed: int) -> None:
        twins, rng = self.twins, Random(seed)
        assert twins is not None
        if len(list(twins.devices(twins.plain))) >= 2:
            twins.do(*event(self.draw, rng))
            look(rng, twins)

    @rule(seeds=st.lists(SEEDS, min_size=1, max_size=8))
    def send(self, seeds: list[int]) -> None:
        for seed in seeds:
            self.happen(Draw.burst, seed)

    @rule(seed=SEEDS, event=st.sampled_from((
        Draw.time, Draw.capture, Draw.link, Draw.address_change, Draw.route, Draw.neighbour, Draw.fdb, Draw.sysctl, Draw.bridge_port,
        Draw.bridge_setting, Draw.bridge_vlan, Draw.qdisc, Draw.device, Draw.upheaval, Draw.ping, Draw.socket, Draw.rules,
        Draw.policy, Draw.path_mtu)))
    def change(self, event: Callable[[Draw, Random], list[Op]], seed: int) -> None:
        self.happen(event, seed)
        self.happen(Draw.burst, seed)

    def teardown(self) -> None:
        twins = self.twins
        if twins is not None:
            twins.compare_all()
            Labs.frames, Labs.hits, Labs.misses = Labs.frames + twins.frames, Labs.hits + twins.hits, Labs.misses + twins.misses


def test_the_flow_cache_changes_nothing_that_can_be_seen() -> None:
    run_state_machine_as_test(Labs, settings=settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, database=None, derandomize=EXAMPLES <= 100,
        suppress_health_check=list(HealthCheck)))
    assert Labs.frames > 100 * EXAMPLES
    share = Labs.hits / (Labs.hits + Labs.misses)
    assert share > LEAST_SHARE, f"only {share:.0%} of {Labs.frames} frames took the fast path: the run shows little"
