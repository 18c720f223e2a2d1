"""Command lines run in a lab, one after the other, as a shell runs them on a machine."""

from collections.abc import Callable
from typing import TextIO

from pynetns.cli import filters, jobs
from pynetns.cli.grammar import Pipeline, Stage, SyntaxFailed, parse
from pynetns.cli.sinks import Pipe, Refused, Sink, Stream, route, source_for
from pynetns.lab import Lab
from pynetns.netns.namespace import NetNamespace

Builtin = Callable[["Session", list[str]], int]


class Session:
    """A lab, the namespace in which lines are typed, and where their text goes.

    >>> import sys
    >>> session = Session(Lab(), sys.stdout, sys.stdout)
    >>> session.execute("ip netns add a && ip netns")
    a
    0
    """

    def __init__(self, lab: Lab, out: TextIO, err: TextIO) -> None:
        self.lab = lab
        self.namespace: NetNamespace = lab.host
        self.out: Sink = Stream(out)
        self.err: Sink = Stream(err)
        self.status = 0
        self.finished = False
        self.failed = False  # did the last line fail where `set -e` would have stopped?
        self.errexit = True
        self.jobs = jobs.Jobs(lab)
        self.builtins: dict[str, Builtin] = {
            "exit": exit_session, ":": nothing, "set": set_options, "wait": wait, "kill": kill, "pkill": kill_by_name,
            "killall": kill_by_name}

    def execute(self, line: str) -> int:
        """Run a line and give its status."""
        self.failed = False
        try:
            pipelines = parse(line)
        except SyntaxFailed as error:
            return self.refuse(error, 2)
        for at, pipeline in enumerate(pipelines):
            if (pipeline.connector == "&&" and self.status) or (pipeline.connector == "||" and not self.status):
                continue
            self.status = self._run(pipeline)
            last = at + 1 == len(pipelines) or pipelines[at + 1].connector == ";"
            self.failed = bool(self.status) and last and not pipeline.negated
            if self.finished or (self.failed and self.errexit):
                break
        return self.status

    def refuse(self, error: Exception, status: int) -> int:
        """Say why a line was not run."""
        self.err.write(f"{error}\n")
        self.failed = True
        self.status = status
        return status

    def _run(self, pipeline: Pipeline) -> int:
        try:
            status = self._start(pipeline.stages) if pipeline.background else self._run_stages(pipeline.stages)
        except (Refused, SyntaxFailed) as error:
            self.err.write(f"{error}\n")
            status = 1
        return int(not status) if pipeline.negated else status

    def _run_stages(self, stages: list[Stage]) -> int:
        """Each command reads what the one before it wrote; programs that stand side by side are one pipeline of the real shell."""
        given, status, at = "", 0, 0
        while at < len(stages):
            end = at + 1
            own = at == 0 or filters.is_network(stages[at].words)
            while not own and end < len(stages) and not filters.is_network(stages[end].words):
                end += 1
            pipe = Pipe()
            out = pipe if end < len(stages) else self.out
            if own:
                status = self._run_command(stages[at], given, out)
            else:
                text, errors, status = filters.run(" | ".join(stage.source for stage in stages[at:end]), given)
                out.write(text)
                self.err.write(errors)
            given, at = pipe.text, end
        return status

    def _start(self, stages: list[Stage]) -> int:
        """`COMMAND &`: what goes on is a job, everything else takes no time and is done already."""
        stage, behind = stages[0], stages[1:]
        if any(filters.is_network(other.words) for other in behind):
            raise SyntaxFailed("syntax error: in the background a pipe leads to ordinary programs only")
        out, err = route(stage.redirects, self.out, self.err, self.namespace)
        if behind:
            out = filters.Filtered(" | ".join(other.source for other in behind), out, self.err)
        return self.jobs.start(self.namespace, stage.words, stage.text, out, err)

    def close(self) -> None:
        """The end of a script: what still runs ends as by ^C."""
        self.jobs.stop(self.jobs.running)

    def _run_command(self, stage: Stage, given: str, out: Sink) -> int:
        out, err = route(stage.redirects, out, self.err, self.namespace)
        given = source_for(stage.redirects, given, self.namespace)
        builtin = self.builtins.get(stage.words[0])
        if builtin is not None:
            return builtin(self, stage.words[1:])
        done = self.lab.run_in(self.namespace, stage.text, given)
        self.jobs.drain()
        out.write(done.stdout)
        err.write(done.stderr)
        return int(done.returncode)


def exit_session(session: Session, words: list[str]) -> int:
    session.finished = True
    if not words:
        return session.status
    if not words[0].isdigit():
        session.err.write(f"sh: exit: {words[0]}: numeric argument required\n")
        return 2
    return int(words[0]) & 0xFF


def nothing(session: Session, words: list[str]) -> int:
    return 0


def set_options(session: Session, words: list[str]) -> int:
    """`set -e` and `set +e`; -u and -o pipefail are taken and mean nothing where there are no variables."""
    for at, word in enumerate(words):
        if word == "pipefail" and at and words[at - 1][1:].endswith("o"):
            continue
        if word[:1] not in ("-", "+") or not word[1:] or set(word[1:]) - set("euo"):
            session.err.write(f"sh: set: {word}: invalid option\n")
            return 2
        if "e" in word[1:]:
            session.errexit = word[0] == "-"
    return 0


def wait(session: Session, words: list[str]) -> int:
    """Until every job has ended by itself, or nothing more is going to happen."""
    session.jobs.wait()
    return 0


def kill(session: Session, words: list[str]) -> int:
    """`kill %1`: end a job. Numbers of processes are this machine's, and no business of a lab."""
    for word in words:
        if word.startswith("-"):
            continue
        found = session.jobs.find(word)
        if not found:
            session.err.write(f"sh: kill: {word}: no such job\n")
            return 1
        session.jobs.stop(found)
    return 0


def kill_by_name(session: Session, words: list[str]) -> int:
    """`pkill tcpdump`: end the jobs of that name."""
    names = [word for word in words if not word.startswith("-")]
    found = [job for job in session.jobs.running if job.name in names]
    session.jobs.stop(found)
    return int(not found)
