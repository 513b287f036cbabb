"""The embedded store: what a build leaves, what a reader gets, and how damage is named."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import stores
from conftest import RunKg

from kg.errors import BadInput, Busy, KGError, StoreDamaged, UsageError
from kg.files import sha256_file
from kg.lists import Severity
from kg.store import Generation, current, doctor, engine_errors, open, stage

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an older and a current generation."""
    root = tmp_path_factory.mktemp("pristine") / "store"
    stores.build(root, seed=1)
    stores.build(root, seed=2)
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    shutil.copytree(pristine, tmp_path / "store")
    return tmp_path / "store"


def texts(generation: Generation) -> set[str]:
    return {f"{q.subject} {q.predicate} {q.object} {q.graph_name} .\n" for q in generation.open()}


def names(root: Path) -> list[str]:
    return sorted(p.name for p in (root / "generations").iterdir())


def part(generation: Generation, pattern: str) -> Path:
    """The largest file of a generation that matches."""
    return max(generation.path.glob(pattern), key=lambda p: (p.stat().st_size, p.name))


# --- what a build leaves ------------------------------------------------------------------------------------


def test_a_reader_gets_what_was_published(root: Path) -> None:
    generation = current(root)
    assert texts(generation) == set(stores.lines(2, 200))
    assert generation.dataset.read_text() == "".join(stores.lines(2, 200))
    assert json.loads(generation.table("figures").read_text()) == {"claim": "c2"}
    assert generation.file("report.json").name == "report.json"
    assert generation.manifest.meta == {"seed": 2}


def test_the_folder_is_laid_out_as_documented(root: Path) -> None:
    generation = current(root)
    assert sorted(p.name for p in root.iterdir()) == [".vietnam-tech-kg", "CURRENT", "generations", "lock"]
    assert (root / "CURRENT").read_text() == f"{generation.name}\n"
    assert generation.name == f"000002-{sha256_file(generation.path / 'dataset.nq')[:12]}"
    assert {p.name for p in generation.path.iterdir()} == {
        "dataset.nq", "figures.jsonl", "report.json", "oxigraph", "manifest.json",
    }  # fmt: skip


def test_the_manifest_lists_every_file_and_graph(root: Path) -> None:
    generation = current(root)
    there = {p.relative_to(generation.path).as_posix() for p in generation.path.rglob("*") if p.is_file()}
    assert set(generation.manifest.files) == there - {"manifest.json"}
    assert generation.manifest.quads == 200
    assert [g.count for g in generation.manifest.graphs.values()] == [50] * 4
    assert "sha256" in json.loads((generation.path / "manifest.json").read_text())["files"]["dataset.nq"]


def test_nothing_in_a_store_tells_where_or_when_it_was_made(root: Path, pristine: Path) -> None:
    for path in current(root).path.rglob("*"):
        if path.is_file():
            assert str(pristine.parent).encode() not in path.read_bytes(), path
    assert not (current(root).path / "oxigraph" / "LOG").exists()


def test_two_generations_are_kept_and_numbers_go_on(root: Path) -> None:
    stores.build(root, seed=3)
    generation = stores.build(root, seed=2)
    assert [n[:6] for n in names(root)] == ["000003", "000004"]
    assert current(root) == generation
    assert doctor(root) == []


def test_equal_data_has_an_equal_digest_in_its_name(root: Path) -> None:
    assert stores.build(root, seed=2).name.partition("-")[2] == current(root).name.partition("-")[2]


def test_a_build_that_does_not_publish_leaves_the_store_alone(root: Path) -> None:
    before = names(root), current(root)
    with stage(root) as staged:
        (staged.path / "dataset.nq").write_text("")
    assert (names(root), current(root)) == before


def publish(root: Path, dataset: str) -> None:
    with stage(root) as staged:
        (staged.path / "dataset.nq").write_text(dataset)
        staged.publish({})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no quads"),
        ("<a:s> <a:p> <a:o> .\n", "name no graph"),
        ("<a:s> <a:p> <a:o> <a:g> .\n" * 2, "written twice"),
        ("<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:p", "dataset.nq:2: is no N-Quads"),
        ("<a:s> <a:p> <http://a b> <a:g> .\n", "is no N-Quads"),
    ],
)
def test_bad_quads_are_refused_and_the_old_build_stays(root: Path, text: str, complaint: str) -> None:
    before = names(root), current(root)
    with pytest.raises(BadInput, match=complaint):
        publish(root, text)
    assert (names(root), current(root)) == before
    assert doctor(root) == []


def test_every_byte_is_on_disk_before_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Power may fail after any system call: what CURRENT names must have been synced before."""
    events: list[tuple[str, Path]] = []
    fsync, replace, rename = os.fsync, os.replace, os.rename

    def noted_fsync(descriptor: int) -> None:
        events.append(("sync", Path(os.readlink(f"/proc/self/fd/{descriptor}"))))
        fsync(descriptor)

    def noted_rename(source: Path, target: Path) -> None:
        events.append(("rename", Path(target)))
        rename(source, target)

    def noted_replace(source: Path, target: Path) -> None:
        assert ("sync", Path(source)) in events
        events.append(("replace", Path(target)))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "rename", noted_rename)
    monkeypatch.setattr(os, "replace", noted_replace)
    root = tmp_path / "store"
    generation = stores.build(root)
    named, switched = events.index(("rename", generation.path)), events.index(("replace", root / "CURRENT"))
    synced = {path.name for what, path in events[:named] if what == "sync"}
    assert synced >= {Path(name).name for name in generation.manifest.files} | {"manifest.json", "oxigraph"}
    assert ("sync", root / "generations") in events[named:switched]
    assert ("sync", root) in events[switched:]


# --- readers ------------------------------------------------------------------------------------------------


def test_a_reader_survives_the_next_build(root: Path) -> None:
    generation = current(root)
    store = generation.open()
    stores.build(root, seed=3)
    assert len({str(q) for q in store}) == 200
    assert texts(generation) == set(stores.lines(2, 200))
    assert texts(current(root)) == set(stores.lines(3, 200))


def test_a_generation_two_builds_old_is_told_from_a_damaged_one(root: Path) -> None:
    generation = current(root)
    stores.build(root, seed=3)
    stores.build(root, seed=4)
    for read in (generation.open, lambda: generation.dataset):
        with pytest.raises(Busy, match="rebuilt more than once"):
            read()


def test_a_build_between_two_reads_of_current_is_followed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader has the name, then two builds remove that generation: it takes the new one."""
    name = current(root).name
    stores.build(root, seed=3)
    newest = stores.build(root, seed=4)
    answers = itertools.chain([name], itertools.repeat(newest.name))
    monkeypatch.setattr(open, "current_name", lambda _: next(answers))
    assert current(root) == newest


def test_readers_write_nothing_and_work_at_the_same_time(root: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in root.rglob("*")}

    before = state()
    held = [current(root).open() for _ in range(4)]
    script = (
        "import sys; from pathlib import Path; from kg.store import current\n"
        "print(len(current(Path(sys.argv[1])).open()))"
    )
    command = [sys.executable, "-c", script, str(root)]
    others = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    assert [p.communicate(timeout=60)[0] for p in others] == [b"200\n"] * 3
    assert [len(store) for store in held] == [200] * 4
    assert doctor(root) == []
    assert state() == before


def test_no_reader_fails_while_builds_come_and_go(root: Path) -> None:
    """Every answer is whole; a reader so slow that two builds overtake it is told to try again."""
    script = """if True:
        import sys
        from pathlib import Path
        from kg.errors import Busy
        from kg.store import current
        print("reading", flush=True)
        seen = set()
        while not Path(sys.argv[2]).exists():
            try:
                generation = current(Path(sys.argv[1]))
                store = generation.open()
            except Busy:
                continue
            assert len({str(q) for q in store}) == 200
            seen.add(generation.name)
        print(len(seen))
    """
    done = root.parent / "done"
    command = [sys.executable, "-c", script, str(root), str(done)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        for seed in range(10, 20):
            stores.build(root, seed)
        done.touch()
        generations, errors = reader.communicate(timeout=60)
    assert errors == ""
    assert int(generations) > 1


def test_a_generation_is_published_once(root: Path) -> None:
    with stage(root) as staged:
        (staged.path / "dataset.nq").write_text("".join(stores.lines(3, 50)))
        generation = staged.publish({})
        with pytest.raises(RuntimeError, match="published already"):
            staged.publish({})
    assert current(root) == generation
    assert doctor(root) == []


def test_what_fails_after_the_switch_does_not_undo_it(root: Path) -> None:
    def interrupted() -> None:
        with stage(root) as staged:
            (staged.path / "dataset.nq").write_text("".join(stores.lines(3, 50)))
            staged.publish({})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert current(root).manifest.quads == 50
    assert doctor(root) == []


def test_a_store_on_a_read_only_disk_is_read(root: Path) -> None:
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && ! touch "$0/x" 2>&- && exec "$@"'
    isolated = ["unshare", "-m", "sh", "-c", script, str(root)]
    if subprocess.run([*isolated, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs root and mount namespaces")
    done = subprocess.run(
        [*isolated, sys.executable, "-m", "kg.cli.main", "doctor", "--store", str(root)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "is sound: 4 graphs, 200 quads" in done.stdout


def test_asking_for_what_a_build_does_not_have(root: Path) -> None:
    with pytest.raises(BadInput, match=r"relations\.jsonl: is no part of this build"):
        current(root).table("relations")


# --- damage -------------------------------------------------------------------------------------------------


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x20
    path.write_bytes(data)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


ENGINE_FILES = ["*.sst", "*.log", "CURRENT", "MANIFEST-*", "OPTIONS-*", "IDENTITY"]
OTHER_FILES = ["dataset.nq", "figures.jsonl", "report.json"]


@pytest.mark.parametrize("damage", [truncate, flip, grow, Path.unlink])
@pytest.mark.parametrize("pattern", [f"oxigraph/{f}" for f in ENGINE_FILES] + OTHER_FILES)
def test_a_damaged_file_is_named_by_readers_and_doctor(root: Path, pattern: str, damage: Damage) -> None:
    generation = current(root)
    file = part(generation, pattern)
    damage(file)
    with pytest.raises(StoreDamaged, match="rebuild with `kg build`") as caught:
        generation.file(file.name) if file.parent == generation.path else generation.open()
    assert caught.value.place == str(file)
    assert [(f.severity, f.focus) for f in doctor(root)] == [(Severity.VIOLATION, str(file))]


@pytest.mark.parametrize("damage", [truncate, flip, grow, Path.unlink])
@pytest.mark.parametrize("name", ["CURRENT", "generations/*/manifest.json"])
def test_a_damaged_pointer_or_manifest_is_named(root: Path, name: str, damage: Damage) -> None:
    file = sorted(root.glob(name))[-1]
    damage(file)
    with pytest.raises(StoreDamaged, match="rebuild with `kg build`") as caught:
        current(root)
    # A flipped letter of a name leaves a name: then the generation of that name is missing.
    assert caught.value.place == str(file) or (name == "CURRENT" and "generations" in caught.value.place)
    assert caught.value.place in [f.focus for f in doctor(root) if f.severity is Severity.VIOLATION]


@pytest.mark.parametrize("damage", [flip, Path.unlink])
@pytest.mark.parametrize("name", ["CURRENT", "generations/*/manifest.json", "generations/*/oxigraph/CURRENT"])
def test_a_build_mends_a_damaged_store(root: Path, name: str, damage: Damage) -> None:
    damage(sorted(root.glob(name))[-1])
    generation = stores.build(root, seed=5)
    assert generation.name.startswith("000003-")
    assert texts(current(root)) == set(stores.lines(5, 200))
    assert all(f.severity is not Severity.VIOLATION for f in doctor(root))


def test_a_file_added_to_the_engine_is_named(root: Path) -> None:
    generation = current(root)
    # What anybody leaves behind who opens the engine to write.
    writer = pyoxigraph.Store(str(generation.path / "oxigraph"))
    writer.add(next(iter(writer)))
    del writer
    with pytest.raises(StoreDamaged):
        generation.open()
    assert any(f.rule == "store-unknown" and f.severity is Severity.VIOLATION for f in doctor(root))
    stores.build(root, seed=3)
    stray = current(root).path / "oxigraph" / "000099.sst"
    stray.touch()
    with pytest.raises(StoreDamaged, match=r"000099\.sst: does not belong to the store"):
        current(root).open()


def test_damage_in_a_large_engine_is_met_by_the_query_and_named_by_doctor(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Engines too large to digest at each opening rely on the checksums of the blocks that are read."""
    monkeypatch.setattr(open, "DIGESTED_WHOLE", 0)
    generation = current(root)
    wal = part(generation, "oxigraph/*.log")
    written = wal.read_bytes()
    flip(wal)
    with pytest.raises(StoreDamaged, match=f"{wal.name}: was changed"):
        generation.open()
    wal.write_bytes(written)
    table = part(generation, "oxigraph/*.sst")
    grow(table)
    with pytest.raises(StoreDamaged, match=rf"{table.name}: has [0-9,]+ bytes, not [0-9,]+ \("):
        generation.open()
    os.truncate(table, table.stat().st_size - 1)
    for file in generation.path.glob("oxigraph/*.sst"):
        flip(file)
    with pytest.raises(StoreDamaged, match="rebuild with `kg build`"), engine_errors(generation.path):
        list(generation.open())
    assert {f.focus for f in doctor(root)} == {str(f) for f in generation.path.glob("oxigraph/*.sst")}


def test_doctor_reads_every_graph_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that answers something else than was loaded is found, though all its files are as written."""
    generation = current(root)
    kept = list(generation.open())
    other = pyoxigraph.Store()
    other.extend(kept[1:])
    other.add(pyoxigraph.Quad(*kept[0].triple, pyoxigraph.NamedNode("https://example.org/stranger")))
    monkeypatch.setattr(Generation, "open", lambda _: other)
    findings = doctor(root)
    assert {f.rule for f in findings} == {"store-graph"}
    assert sorted(f.message.partition("> holds ")[2] for f in findings) == [
        "1 statements, not 0", "49 statements, not 50",
    ]  # fmt: skip


def test_damage_of_the_older_generation_is_a_warning(root: Path) -> None:
    file = root / "generations" / names(root)[0] / "dataset.nq"
    flip(file)
    assert [(f.severity, f.focus) for f in doctor(root)] == [(Severity.WARNING, str(file))]


def test_leftovers_and_foreign_files_are_warnings_and_the_next_build_sweeps(root: Path) -> None:
    for path in ("generations/.staging-1-0/oxigraph", "generations/.old-000001-000000000000"):
        (root / path).mkdir(parents=True)
    (root / ".CURRENT.4711.tmp").write_text("000")
    shutil.copytree(current(root).path, root / "generations/000009-000000000000")
    (root / "notes.txt").write_text("mine")
    found = {Path(f.focus).name: f.rule for f in doctor(root) if f.rule != "store-manifest"}
    assert found == {
        ".staging-1-0": "store-leftover", ".old-000001-000000000000": "store-leftover",
        ".CURRENT.4711.tmp": "store-leftover", "000009-000000000000": "store-leftover",
        "notes.txt": "store-unknown",
    }  # fmt: skip
    serious = [f.rule for f in doctor(root) if f.severity is not Severity.INFO]
    assert set(serious) <= {"store-unknown", "store-manifest"}
    stores.build(root, seed=3)
    assert [Path(f.focus).name for f in doctor(root)] == ["notes.txt"]
    assert [n[:6] for n in names(root)] == ["000002", "000003"]


def test_doctor_leaves_a_running_build_alone(root: Path) -> None:
    with stage(root):
        assert doctor(root) == []


# --- folders that are no stores -----------------------------------------------------------------------------


def junk(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")


def text_file(path: Path) -> None:
    path.write_text("not a folder")


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("not a folder")


def loop(path: Path) -> None:
    path.symlink_to(path)


def other_format(path: Path) -> None:
    stores.build(path)
    (path / ".vietnam-tech-kg").write_text("vietnam-tech-kg store, format 2\n")


def no_marker(path: Path) -> None:
    stores.build(path)
    (path / ".vietnam-tech-kg").unlink()


def tree(path: Path) -> dict[str, bytes | None]:
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(path.rglob("*"))}


@pytest.mark.parametrize(
    ("make", "code", "complaint"),
    [
        (junk, 2, r"holds other things than a store \(thesis.txt\)"),
        (text_file, 2, "is not a folder"),
        (below_a_file, 2, "is not a folder"),
        (loop, 3, "Too many levels of symbolic links"),
        (other_format, 5, "another format"),
        (no_marker, 5, r"\.vietnam-tech-kg: is missing"),
    ],
)
def test_what_is_no_store_of_ours_is_refused_untouched(
    tmp_path: Path, make: Damage, code: int, complaint: str
) -> None:
    path = tmp_path / "parent" / "given"
    path.parent.mkdir()
    make(path)
    before = tree(tmp_path)
    for use in (lambda: stage(path).__enter__(), lambda: current(path)):
        with pytest.raises(KGError, match=complaint) as caught:
            use()
        assert caught.value.exit_code == code
    assert tree(tmp_path) == before


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir, lambda p: (p.mkdir(), (p / "lock").touch())])
def test_where_nothing_was_built_the_remedy_is_to_build(tmp_path: Path, make: Damage) -> None:
    path = tmp_path / "store"
    make(path)
    for use in (current, doctor):
        with pytest.raises(BadInput, match="run `kg build`, or name another with --store or KG_STORE"):
            use(path)
    assert tree(tmp_path).keys() <= {str(path), str(path / "lock")}
    # The folder of a first build that was killed is taken as a new one.
    assert stores.build(path).name.startswith("000001-")


def test_a_url_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="not a URL"), stage(Path("file:store")):
        pass
    assert list(tmp_path.iterdir()) == []


# --- the commands -------------------------------------------------------------------------------------------


def test_doctor_command_tells_and_exits_by_severity(root: Path, kg: RunKg) -> None:
    sound = kg("doctor", "--store", str(root))
    assert (sound.returncode, sound.stderr) == (0, "")
    assert sound.stdout == f"{current(root).path} is sound: 4 graphs, 200 quads\n"
    (root / "generations/.staging-1-0").mkdir()
    left = kg("doctor", KG_STORE=str(root))
    assert left.returncode == 0, "nothing to be done: the next build sweeps"
    assert "was left by a build that was stopped" in left.stdout
    assert "is sound" in left.stdout
    (root / "notes.txt").write_text("mine")
    assert kg("doctor", KG_STORE=str(root)).returncode == 1
    file = part(current(root), "oxigraph/*.sst")
    truncate(file)
    damaged = kg("doctor", "--store", str(root), "-f", "json")
    assert damaged.returncode == 5
    report = json.loads(damaged.stdout)
    assert report["generation"] == current(root).name
    assert [f["file"] for f in report["findings"] if f["severity"] == "violation"] == [str(file)]


@pytest.mark.parametrize("command", ["doctor", "articles", "stats"])
def test_commands_without_a_store_say_what_to_do(tmp_path: Path, kg: RunKg, command: str) -> None:
    done = kg(command, "--store", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"error: {tmp_path / 'none'}: there is no store (run `kg build`, or ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_for_kg(kg: RunKg, shell: str) -> None:
    done = kg("completion", shell)
    assert done.returncode == 0
    assert f"_KG_COMPLETE={shell}_complete" in done.stdout


def test_completion_completes_commands_and_options(kg: RunKg) -> None:
    commands = kg(_KG_COMPLETE="bash_complete", COMP_WORDS="kg doc", COMP_CWORD="1")
    assert commands.stdout.split() == ["plain,doctor"]
    options = kg(_KG_COMPLETE="bash_complete", COMP_WORDS="kg doctor --st", COMP_CWORD="2")
    assert options.stdout.split() == ["plain,--store"]
