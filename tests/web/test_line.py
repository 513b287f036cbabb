"""The fair line: who is served next, who must wait, whose query is stopped; on a clock of the test's own."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.web.workers.line import (
    HALF_LIFE,
    HEAVY,
    LONG,
    OVERTIME_HALF_LIFE,
    PATIENCE,
    SOME,
    Line,
    Ticket,
)


def run(line: Line, client: str, now: float, seconds: float) -> float:
    """Serve one job of a client from its joining to its end; the time after it."""
    ticket, _ = line.join(client, now)
    assert line.next(now) is ticket
    line.leave(ticket, now + seconds)
    return now + seconds


def test_who_comes_first_is_served_first_among_equals() -> None:
    line = Line(workers=1)
    first, second = (line.join(client, now)[0] for client, now in (("b", 0.0), ("a", 1.0)))
    assert line.next(2.0) is first
    assert line.next(2.0) is None
    line.leave(first, 2.0)
    assert line.next(2.0) is second


def test_who_has_taken_less_goes_before() -> None:
    line = Line(workers=1)
    now = run(line, "much", 0.0, 0.2)
    line.join("much", now)
    little, _ = line.join("little", now + 1)
    assert line.next(now + 1) is little


def test_what_was_taken_is_forgiven() -> None:
    line = Line(workers=1)
    now = run(line, "a", 0.0, 4.0)
    assert line.account("a", now).used == 4.0
    assert line.account("a", now).overtime == 4.0 - LONG
    assert line.account("a", now + HALF_LIFE).used == 2.0
    assert line.account("a", now + OVERTIME_HALF_LIFE).overtime == (4.0 - LONG) / 2


def test_many_short_jobs_are_not_heavy_and_may_use_every_worker() -> None:
    line, now = Line(workers=4), 0.0
    for _ in range(1000):
        now = run(line, "busy", now, 0.05)
    for _ in range(4):
        line.join("busy", now)
    assert all(line.next(now) for _ in range(4))


def test_long_jobs_get_a_quarter_of_the_workers() -> None:
    line = Line(workers=8)
    now = run(line, "long", 0.0, 10.0)
    for _ in range(8):
        line.join("long", now)
    assert sum(line.next(now) is not None for _ in range(8)) == 2
    quick, _ = line.join("quick", now)
    assert line.next(now) is quick


def test_who_had_a_long_job_lately_comes_after_those_who_had_none_and_gets_half() -> None:
    line = Line(workers=4)
    now = 0.0
    for number in range(3):
        now = run(line, f"long{number}", now, LONG + 2 * SOME)
    now = run(line, "busy", now, 0.2) + HALF_LIFE
    for number in range(3):
        line.join(f"long{number}", now)
    now = run(line, "good", now, 0.2)
    good, _ = line.join("good", now)
    assert line.account("good", now).used > line.account("long0", now).used
    assert line.next(now) is good
    served = [line.next(now) for _ in range(3)]
    assert [t.client for t in served if t] == ["long0", "long1"]
    newcomer, _ = line.join("newcomer", now)
    assert line.next(now) is newcomer


def full(now: float, workers: int = 4) -> tuple[Line, list[Ticket]]:
    """A line in which clients without an account have taken every worker at 0, still running."""
    line = Line(workers)
    for number in range(workers):
        line.join(f"long{number}", 0.0)
    return line, [ticket for _ in range(workers) if (ticket := line.next(0.0)) is not None]


def test_long_jobs_make_room_for_somebody_who_waited_and_not_before() -> None:
    heavy_at = LONG + HEAVY + 0.01
    line, running = full(heavy_at)
    assert line.to_stop(heavy_at) is None, "nobody waits"
    line.join("quick", heavy_at)
    assert line.to_stop(heavy_at + PATIENCE / 2) is None, "not yet"
    stopped = line.to_stop(heavy_at + 2 * PATIENCE)
    assert stopped in running
    line.leave(stopped, heavy_at + 2 * PATIENCE)
    served = line.next(heavy_at + 2 * PATIENCE)
    assert served is not None
    assert served.client == "quick"
    assert line.to_stop(heavy_at + 2) is None, "nobody waits any more"


def test_long_jobs_are_not_stopped_for_others_of_their_kind() -> None:
    line, _ = full(5.0)
    line.join("long0", 5.0)
    assert line.to_stop(50.0) is None


def test_a_heavy_client_makes_room_for_one_that_took_much_less() -> None:
    line = Line(workers=2)
    line.join("greedy", 0.0)
    running = line.next(0.0)
    now = run(line, "modest", 0.0, 1.0)
    line.join("modest", now)
    assert line.account("modest", now).overtime > HEAVY
    assert line.next(now) is None, "the one worker for heavy clients is taken"
    assert line.to_stop(now + 2 * PATIENCE) is None, "by one that has taken as much"
    assert line.to_stop(now + 5.0) is running


def test_what_a_job_took_is_its_processor_time_where_that_is_known() -> None:
    line = Line(workers=1)
    ticket, _ = line.join("a", 0.0)
    assert line.next(0.0) is ticket
    line.leave(ticket, 9.0, 0.1)
    assert line.account("a", 9.0) == (0.1, 0.0, 9.0)


def test_a_single_worker_is_taken_from_a_long_job() -> None:
    line, (running,) = full(5.0, workers=1)
    line.join("quick", 5.0)
    assert line.to_stop(5.0 + 2 * PATIENCE) is running


def test_a_full_line_turns_away_whoever_fills_it() -> None:
    line = Line(workers=1, places=3)
    line.join("good", 0.0)
    crowd = [line.join("crowd", 1.0 + n)[0] for n in range(2)]
    late, evicted = line.join("late", 9.0)
    assert evicted is crowd[-1]
    assert late in line.waiting
    again, evicted = line.join("late", 10.0)
    assert evicted is again


def test_what_two_want_is_waited_for_by_whoever_has_taken_less() -> None:
    line = Line(workers=2)
    now = run(line, "greedy", run(line, "worse", 0.0, 9.0), 20.0)
    line.join("greedy", now)
    assert line.next(now) is not None
    page, _ = line.join("greedy", now)
    assert line.next(now) is None, "its one worker is taken"
    line.share(page, "worse", now)
    line.share(page, "modest", now)
    line.share(page, "greedy", now)
    assert page.client == "modest"
    assert line.next(now) is page
    line.leave(page, now, 0.2)
    assert line.account("modest", now).used == 0.2


def test_accounts_of_a_crowd_are_forgotten() -> None:
    line, now = Line(workers=1), 0.0
    for number in range(5_000):
        now = run(line, f"client{number}", now, 0.05)
    # Of each account half is left after HALF_LIFE: those of the last two minutes or so count.
    assert len(line._accounts) < 3_000
    assert round(line.account("client4999", now).used, 3) == 0.05


STEPS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.floats(0.0, 3.0), st.sampled_from(["join", "leave", "give up"])),
    max_size=60,
)


@settings(max_examples=60)
@given(STEPS, st.integers(1, 6))
def test_workers_are_never_given_twice_and_never_left_idle_for_light_clients(
    steps: list[tuple[str, float, str]], workers: int
) -> None:
    line, now = Line(workers, places=10), 0.0
    for client, seconds, step in steps:
        now += seconds
        if step == "join":
            line.join(client, now)
        elif step == "leave" and line.running:
            line.leave(line.running[0], now)
        elif line.waiting:
            line.leave(line.waiting[-1], now)
        while line.next(now) is not None:
            pass
        assert len(line.running) <= workers
        assert len(line.waiting) <= 10
        assert not set(map(id, line.running)) & set(map(id, line.waiting))
        if len(line.running) < workers:
            assert all(line.account(t.client, now).overtime > SOME for t in line.waiting)


@settings(max_examples=30)
@given(st.integers(2, 8), st.integers(1, 20))
def test_a_newcomer_is_next_however_many_others_wait(workers: int, others: int) -> None:
    line, now = Line(workers), 0.0
    for number in range(others):
        now = run(line, f"old{number}", now, 0.2)
    for number in range(others):
        line.join(f"old{number}", now)
    newcomer, _ = line.join("new", now + 1)
    assert line.next(now + 1) is newcomer
