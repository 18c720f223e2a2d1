"""Random scenarios without Hypothesis: the same networks, events and comparison, by number. A fixed count of them is what the sabotage
tests run; by hand, `python3 -m tests.fastpath.scenario [SECONDS] [FIRST]` looks for differences and makes what it finds small."""

import sys
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from tests.fastpath.actions import Draw, draw_event
from tests.fastpath.topology import Plan, draw_plan
from tests.fastpath.twins import COMMANDS, Difference, Op, Twins

T = TypeVar("T")


def make(seed: int) -> tuple[Random, Twins]:
    rng = Random(seed)
    plan = draw_plan(rng)
    return rng, Twins(plan, flow_limit=rng.choice((0, 0, 0, 3, 1)))


def look(rng: Random, twins: Twins) -> None:
    """Captures always; the rest not always, for looking makes the cache pay."""
    twins.compare_captures()
    if rng.random() < 0.6:
        names = list(twins.cached.namespaces)
        twins.compare({rng.choice(names): rng.sample(COMMANDS, 2)} if names and rng.random() < 0.3 else None)  # type: ignore[dict-item]


def scenario(seed: int, steps: int = 30) -> Twins:
    """One scenario; raises Difference where the labs are not equal. The twins so far are the exception's `twins`."""
    rng, twins = make(seed)
    try:
        draw = Draw(twins, rng)
        for _ in range(rng.randrange(steps // 2, steps + 1)):
            if len(list(twins.devices(twins.plain))) < 2:
                break
            twins.do(*draw_event(rng, draw))
            look(rng, twins)
        twins.compare_all()
    except Exception as error:
        error.twins = twins  # type: ignore[attr-defined]
        raise
    return twins


# --- making it small -----------------------------------------------------------------------------------------------------------------


def fails(plan: Plan, ops: list[Op], limit: int, often: bool) -> bool:
    twins = Twins(plan, limit)
    try:
        for op in ops:
            twins.do(op)
            if often:
                twins.compare()
        twins.compare_all()
    except Difference:
        return True
    except Exception:  # noqa: BLE001 - another fault than the one that is made small
        return False
    return False


def _fewer(items: list[T], bad: Callable[[list[T]], bool]) -> list[T]:
    """Without whatever can go (ddmin)."""
    size = max(len(items) // 2, 1)
    while size:
        at = 0
        while at < len(items):
            rest = items[:at] + items[at + size:]
            if bad(rest):
                items = rest
            else:
                at += size
        size //= 2
    return items


def shrink(plan: Plan, ops: list[Op], limit: int) -> tuple[list[tuple[str, str]], list[Op], bool]:
    often = not fails(plan, ops, limit, False)
    if often and not fails(plan, ops, limit, True):
        return plan.lines, ops, often
    ops = _fewer(ops, lambda rest: fails(plan, rest, limit, often))
    for number, op in enumerate(ops):
        if op[0] == "inject":
            ops = _fewer_frames(plan, ops, number, limit, often)
    lines = _fewer(plan.lines, lambda rest: _still(plan, rest, ops, limit, often))
    return lines, ops, often


def _fewer_frames(plan: Plan, ops: list[Op], number: int, limit: int, often: bool) -> list[Op]:
    op = ops[number]

    def having(frames: list[bytes]) -> list[Op]:
        return [*ops[:number], (*op[:3], frames, "list"), *ops[number + 1:]]

    if not fails(plan, having(op[3]), limit, often):
        return ops
    return having(_fewer(op[3], lambda rest: fails(plan, having(rest), limit, often)))


def _still(plan: Plan, lines: list[tuple[str, str]], ops: list[Op], limit: int, often: bool) -> bool:
    smaller = Plan(plan.namespaces, lines, plan.stations, plan.gateways, plan.bridges, plan.routers)
    try:
        return fails(smaller, ops, limit, often)
    except AssertionError:
        return False


def report(seed: int, error: Exception, out: Callable[[str], None] = print) -> None:
    twins: Twins = error.twins  # type: ignore[attr-defined]
    out(f"--- scenario {seed}: {type(error).__name__}: {error}"[:1500])
    lines, ops, often = shrink(twins.plan, twins.ops, twins.flow_limit)
    used = {namespace for namespace, _ in lines} | {line.split()[-1] for _, line in lines if " netns " in line}
    out(f"namespaces {sorted(used)} flow limit {twins.flow_limit} compare after each step {often}")
    for namespace, line in lines:
        out(f"  {namespace}: {line}")
    for op in ops:
        out("  " + (f"inject {op[1]} {op[2]} {op[4:]} " + " ".join(f"{len(frame)}:{frame[:48].hex()}" for frame in op[3][:12])
                    if op[0] == "inject" else repr(op)))
    smaller = Plan(twins.plan.namespaces, lines, twins.plan.stations, twins.plan.gateways, twins.plan.bridges, twins.plan.routers)
    pair = Twins(smaller, twins.flow_limit)
    try:
        for op in ops:
            pair.do(op)
            pair.compare()
        pair.compare_all()
    except Difference as difference:
        out(f"  => {difference}"[:1500])


def main() -> None:
    end = time.time() + float(sys.argv[1] if len(sys.argv) > 1 else 20)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    frames = hits = misses = found = 0
    while time.time() < end:
        try:
            twins = scenario(seed)
            frames, hits, misses = frames + twins.frames, hits + twins.hits, misses + twins.misses
        except Exception as error:
            if not hasattr(error, "twins"):
                raise
            found += 1
            if isinstance(error, Difference):
                report(seed, error)
            else:
                import traceback
                traceback.print_exception(error)
            if found >= 3:
                break
        seed += 1


if __name__ == "__main__":
    main()
