"""What goes on while other lines run: `tcpdump -i eth0 &`."""

from pynetns.cli.sinks import Sink
from pynetns.commands import run_words
from pynetns.commands.base import CommandFailed, Context, Job
from pynetns.device.scheduler import SECOND
from pynetns.lab import Lab
from pynetns.netns.namespace import NetNamespace

PATIENCE = 60 * SECOND  # of the lab's time: how long `wait` waits for a job that sees nothing


class BackgroundJob:
    """A job, the number and the name that people call it by, and where its text goes."""

    def __init__(self, number: int, name: str, job: Job, context: Context, out: Sink, err: Sink) -> None:
        self.number = number
        self.name = name
        self.job = job
        self.context = context
        self.out = out
        self.err = err

    def drain(self) -> None:
        """Write what it has said since the last time."""
        out, err = self.context.take()
        self.out.write(out)
        self.err.write(err)


class Jobs:
    """The jobs of a session, in the order in which they were started."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.running: list[BackgroundJob] = []

    def start(self, namespace: NetNamespace, words: list[str], text: str, out: Sink, err: Sink) -> int:
        """Start a command. Its status is 0 as in a shell unless it could not start at all: then it is told, where bash would not wait."""
        started: list[Job] = []
        context = Context(self.lab, namespace, jobs=started)
        status = run_words(context, words)
        name = next((word.rpartition("/")[2] for word in words if word.rpartition("/")[2] == "tcpdump"), words[0])
        number = max((job.number for job in self.running), default=0) + 1
        found = [BackgroundJob(number, name, job, context, out, err) for job in started]
        self.running += found
        first, error = context.take()
        out.write(first)
        err.write(error)
        if not found:
            out.close()
        return status

    def find(self, word: str) -> list[BackgroundJob]:
        """The job of `%1`, `%%`, `%+` or `%name`."""
        if word in ("%%", "%+", "%"):
            return self.running[-1:]
        key = word.removeprefix("%") if word.startswith("%") else ""
        return [job for job in self.running if key and key in (str(job.number), job.name)]

    def drain(self) -> None:
        """Write what the jobs have said; those that have seen enough end."""
        for job in self.running:
            job.drain()
        self.stop([job for job in self.running if job.job.finished])

    def stop(self, jobs: list[BackgroundJob]) -> None:
        """End them as ^C would."""
        for job in list(jobs):
            self.running.remove(job)
            try:
                job.job.stop()
            except CommandFailed as failed:
                job.context.err(failed.message)
            job.drain()
            job.out.close()

    def wait(self) -> None:
        """Let time pass until all have ended, or nothing more is going to happen."""
        scheduler = self.lab.scheduler
        end = scheduler.now + PATIENCE
        while any(not job.job.finished for job in self.running) and scheduler.now < end and scheduler.pending:
            scheduler.step(end)
        self.drain()
