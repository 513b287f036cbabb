"""Kills, signals, rivals, shortages: the store is the old build or the new one, and the next build works."""

from __future__ import annotations

import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import founding
import pytest
import stores

from kg.lists import Severity
from kg.store import current, doctor

OLD, NEW = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped seeds, for builds of processes that may not see the checkout."""
    return Path(shutil.copytree(founding.SEEDS, tmp_path_factory.mktemp("seeds") / "seeds"))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """A store that a real build has made."""
    root = tmp_path_factory.mktemp("pristine") / "store"
    assert stores.finish(stores.start("plain", *build(root, seeds, OLD)))[0] == 0
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    return Path(shutil.copytree(pristine, tmp_path / "store"))


def build(root: Path, seeds: Path, timestamp: str = NEW) -> list[str]:
    return ["build", "--store", str(root), "--seeds", str(seeds), "--timestamp", timestamp]


def sound(root: Path) -> bool:
    return all(f.severity is not Severity.VIOLATION for f in doctor(root))


def untouched(root: Path, name: str) -> bool:
    """Whether the store is as it was, with nothing left lying about."""
    return current(root).name == name and doctor(root) == []


# --- killed -------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone: nothing that it would still do happens."""


# A kill before a sync, or before a write to a file, looks like one before the next of these.
CALLS = ("mkdir", "rename", "replace", "rmdir", "unlink")


def kill_before(step: int, patch: pytest.MonkeyPatch) -> None:
    """Let no call that changes names go through from the `step`-th on."""
    made = itertools.count()

    def mortal(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            if next(made) >= step:
                raise Killed
            return original(*arguments, **options)

        return call

    for name in CALLS:
        patch.setattr(os, name, mortal(getattr(os, name)))


def test_a_kill_before_any_step_leaves_the_old_or_the_new_build(tmp_path: Path) -> None:
    """One build for each of its system calls that change names, cut off right before that call."""
    source = tmp_path / "source"
    stores.build(source, seed=1)
    # The third build also discards a generation, and sweeps what an earlier one left.
    old = stores.build(source, seed=2).name
    (source / "generations/.staging-1-0").mkdir()
    stayed = []
    for step in itertools.count():
        root = Path(shutil.copytree(source, tmp_path / f"store-{step}"))
        killed = build_until(step, root)
        live = current(root)
        stayed.append(live.name == old)
        assert len({str(q) for q in live.open()}) == 200
        # What bears a generation's name is whole: readers of it never meet one that is half removed.
        assert {f.rule for f in doctor(root)} <= {"store-leftover"}, (step, doctor(root))
        assert stores.build(root, seed=4) == current(root)
        assert doctor(root) == []
        if not killed:
            break
    assert step > 15
    # Old at first, new at last, and one switch between.
    assert stayed[0]
    assert not stayed[-1]
    assert stayed == sorted(stayed, reverse=True)


def test_a_first_build_that_is_killed_leaves_a_folder_to_build_in(tmp_path: Path) -> None:
    for step in itertools.count():
        root = tmp_path / f"store-{step}"
        killed = build_until(step, root)
        assert stores.build(root, seed=4) == current(root)
        assert doctor(root) == []
        if not killed:
            break
    assert step > 5


def build_until(step: int, root: Path) -> bool:
    """Build, killed before the `step`-th call that changes names; whether it came to that."""
    with pytest.MonkeyPatch.context() as patch:
        kill_before(step, patch)
        try:
            stores.build(root, seed=3)
        except Killed:
            return True
    return False


def test_sigkill_at_random_times_leaves_the_old_or_the_new_build(root: Path, seeds: Path) -> None:
    """The real command, 24 times, each new content killed anywhere between its start and its end."""
    rng = random.Random(20241121)
    begun = time.monotonic()
    assert stores.finish(stores.start("plain", *build(root, seeds, "2024-02-01T00:00:00Z")))[0] == 0
    whole = time.monotonic() - begun
    outcomes = set()
    for number in range(24):
        before = current(root)
        # The first share of the time goes into starting Python, which `start` has waited for.
        with stores.start("plain", *build(root, seeds, f"2024-03-{number + 1:02d}T00:00:00Z")) as process:
            time.sleep(rng.uniform(0, whole))
            process.kill()
            process.communicate(timeout=60)
        after = current(root)
        outcomes.add((process.returncode, after == before))
        assert after == before or after.name.startswith(f"{int(before.name[:6]) + 1:06d}-")
        assert len(list(after.open())) == after.manifest.quads
        assert sound(root), doctor(root)
    assert (-signal.SIGKILL, True) in outcomes
    assert stores.finish(stores.start("plain", *build(root, seeds)))[0] == 0
    assert doctor(root) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_even_the_load_at_once_and_cleans_up(
    root: Path, seeds: Path, number: signal.Signals, code: int
) -> None:
    before = current(root).name
    process = stores.start("endless", *build(root, seeds))
    stores.wait_for(process, "loading")
    process.send_signal(number)
    assert stores.finish(process)[0] == code
    assert untouched(root, before)


# --- rivals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_builds_one_wins_and_the_other_is_told_who_has_the_store(
    root: Path, seeds: Path, attempt: int
) -> None:
    rivals = [stores.start("hold", *build(root, seeds)) for _ in range(2)]
    while all(rival.poll() is None for rival in rivals):
        time.sleep(0.01)
    winner, loser = sorted(rivals, key=lambda rival: rival.poll() is not None)
    code, error = stores.finish(loser, "")
    assert code == 4
    assert error.splitlines()[-1] == (
        f"error: {root}: the store is in use by pid {winner.pid} (try again when it has ended)"
    )
    assert stores.finish(winner, "\n")[0] == 0
    assert current(root).name.startswith("000002-")
    assert doctor(root) == []


def test_the_lock_dies_with_its_holder(root: Path, seeds: Path) -> None:
    with stores.start("hold", *build(root, seeds)) as holder:
        stores.wait_for(holder, "held")
        holder.kill()
        holder.communicate(timeout=60)
    assert stores.finish(stores.start("plain", *build(root, seeds)))[0] == 0
    assert doctor(root) == []


def test_readers_do_not_wait_for_a_build(root: Path, seeds: Path) -> None:
    with stores.start("hold", *build(root, seeds)) as holder:
        stores.wait_for(holder, "held")
        assert len(list(current(root).open())) == current(root).manifest.quads
        assert doctor(root) == []
        assert stores.finish(holder, "\n")[0] == 0


# --- shortages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "complaint"),
    [("fsize", "no room to write: File too large, after "), ("nofile", "file descriptors")],
)
def test_a_limit_met_by_the_engine_is_one_line_and_the_old_build_lives(
    root: Path, seeds: Path, mode: str, complaint: str
) -> None:
    before = current(root).name
    code, errors = stores.finish(stores.start(mode, *build(root, seeds)))
    assert code == 7
    line = errors.splitlines()[-1]
    assert line.startswith(f"error: {root}")
    assert complaint in line
    assert ("ulimit -n" in line) == (mode == "nofile")
    assert untouched(root, before)


def test_a_file_size_limit_met_by_the_writer_is_one_line_too(root: Path, seeds: Path) -> None:
    before = current(root).name
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", *build(root, seeds)],
        capture_output=True, text=True, check=False, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert done.returncode == 7
    assert "no room to write: File too large, after 20,000 bytes of the new build" in done.stderr
    assert untouched(root, before)


def test_a_full_disk_leaves_the_old_build_readable(tmp_path: Path, seeds: Path) -> None:
    """A tmpfs with room for one build and a half."""
    mounted = [
        "unshare",
        "-m",
        "sh",
        "-ec",
        'mount -t tmpfs -o size="$1" none "$0"; shift; exec "$@"',
        str(tmp_path),
    ]
    if subprocess.run([*mounted, "1m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs root and mount namespaces")
    kg = f'"{sys.executable}" -m kg.cli.main'
    root = tmp_path / "store"
    first, second = (" ".join(build(root, seeds, stamp)) for stamp in (OLD, NEW))
    script = f"""
        {kg} {first} >&2
        fallocate -l "$(( $(stat -f -c '%a * %S' {tmp_path}) - 1500000 ))" {tmp_path}/ballast
        {kg} {second} && exit 99; echo "code $?"
        cat {root}/CURRENT
        {kg} doctor --store {root}
    """
    done = subprocess.run(
        [*mounted, "12m", "sh", "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    code, name, health = done.stdout.splitlines()
    assert code == "code 7"
    assert name.startswith("000001-")
    assert "is sound" in health
    assert f"error: {root}: no room to write: No space left on device, after 1," in done.stderr


def test_a_reader_short_of_file_descriptors_is_told_so(root: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from kg.store import current; import pyoxigraph\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40)); sys.stdin.readline()\n"
        "try: current(Path(sys.argv[1])).open()\n"
        "except Exception as e: print(e.exit_code, e.line())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(root)], capture_output=True, text=True, input="\n", check=True
    )
    assert done.stdout.startswith("7 ")
    assert "raise `ulimit -n`" in done.stdout


# --- permissions --------------------------------------------------------------------------------------------


def as_nobody(*arguments: str) -> tuple[int, str]:
    """`kg` without root's power to pass over permissions; as it is, when that is not root."""
    plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if plain and (
        shutil.which("setpriv") is None or subprocess.run([*plain, "true"], check=False).returncode
    ):
        pytest.skip("runs as root, and there is no `setpriv` to do without its powers")
    return stores.finish(stores.start("plain", *arguments, before=plain))


@pytest.fixture
def protected(tmp_path: Path, root: Path, seeds: Path) -> Iterator[Path]:
    """A folder with a store and seeds that may be read and not written."""
    shutil.copytree(seeds, tmp_path / "seeds")
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield tmp_path
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o755)


def test_a_store_that_may_only_be_read_is_read(protected: Path) -> None:
    assert as_nobody("doctor", "--store", str(protected / "store")) == (0, "")
    assert as_nobody("articles", "--store", str(protected / "store"), "-f", "csv") == (0, "")


@pytest.mark.parametrize("name", ["store", "new", "new/below"])
def test_a_folder_that_cannot_be_written_is_bad_input(protected: Path, name: str) -> None:
    code, errors = as_nobody(*build(protected / name, protected / "seeds"))
    assert code == 3
    assert errors.splitlines()[-1] == (
        f"error: {protected / name}: cannot be written: Permission denied (check the folder)"
    )
    assert untouched(protected / "store", current(protected / "store").name)


def test_a_file_that_may_not_be_read_is_bad_input_and_no_damage(protected: Path) -> None:
    file = current(protected / "store").path / "figures.jsonl"
    file.chmod(0)
    code, errors = as_nobody("claims", "--store", str(protected / "store"))
    assert (code, errors) == (
        3,
        f"error: {file}: cannot be read: Permission denied (check the permissions)\n",
    )
