"""The clock: timers in order, work to completion, a bound on loops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynetns import Error, Lab, LoopError
from pynetns.device.scheduler import SECOND, Scheduler


@given(st.lists(st.integers(0, 50)), st.integers(0, 60))
def test_timers_fire_in_order_of_time_then_of_setting_each_at_its_own_time(delays: list[int], until: int) -> None:
    scheduler = Scheduler()
    fired: list[tuple[int, int]] = []
    for number, delay in enumerate(delays):
        scheduler.timer(delay, lambda number=number: fired.append((scheduler.now, number)))  # type: ignore[misc]
    scheduler.advance(until)
    assert fired == sorted((delay, number) for number, delay in enumerate(delays) if delay <= until)
    assert scheduler.now == until


def test_a_timer_may_set_another_and_both_fire_in_one_advance() -> None:
    scheduler = Scheduler()
    fired: list[int] = []

    def again() -> None:
        fired.append(scheduler.now)
        if len(fired) < 4:
            scheduler.timer(10, again)

    scheduler.timer(10, again)
    scheduler.advance(35)
    assert (fired, scheduler.now) == ([10, 20, 30], 35)


def test_a_cancelled_timer_does_not_fire() -> None:
    scheduler = Scheduler()
    fired: list[str] = []
    timer = scheduler.timer(5, lambda: fired.append("cancelled"))
    scheduler.timer(5, lambda: fired.append("kept"))
    timer.cancel()
    scheduler.advance(10)
    assert fired == ["kept"]
    assert not timer.active


def test_a_step_goes_to_the_next_timer_and_no_further_than_it_is_told() -> None:
    scheduler = Scheduler()
    scheduler.timer(5, lambda: None)
    assert (scheduler.step(3), scheduler.now) == (False, 3)
    assert (scheduler.step(9), scheduler.now) == (True, 5)
    assert (scheduler.step(9), scheduler.now) == (False, 9)


def test_work_runs_to_completion_before_the_caller_goes_on() -> None:
    scheduler = Scheduler()
    done: list[int] = []

    def handle(number: int) -> None:
        done.append(number)
        if number < 5:
            scheduler.queue.append((handle, number + 1))
        scheduler.drain()  # inside a handler it waits for its turn

    scheduler.queue.append((handle, 0))
    scheduler.drain()
    assert done == [0, 1, 2, 3, 4, 5]


def test_work_without_an_end_is_an_error_and_leaves_nothing_behind() -> None:
    scheduler = Scheduler(work_limit=100)
    seen = 0

    def handle(_: object) -> None:
        nonlocal seen
        seen += 1
        scheduler.queue.append((handle, None))

    scheduler.queue.append((handle, None))
    with pytest.raises(LoopError, match="more than 100 frames"):
        scheduler.drain()
    assert (seen, len(scheduler.queue)) == (101, 0)


def test_the_labs_clock_starts_at_zero_moves_when_told_and_never_back() -> None:
    lab = Lab()
    assert lab.now == 0
    lab.advance(1.5)
    lab.advance(0)
    assert (lab.now, lab.scheduler.now) == (1.5, SECOND * 3 // 2)
    with pytest.raises(Error, match="time does not go back"):
        lab.advance(-1)
    assert lab.now == 1.5
