"""What the daemon refuses, in its words. The command line puts `Error response from daemon: ` in front."""

from pynetns.errors import Error


class DockerError(Error):
    """`kind` says which step refused: "create" and "start" errors of `docker run` end differently."""

    def __init__(self, text: str, kind: str = "") -> None:
        self.kind = kind
        super().__init__(text)


class NotFound(DockerError):
    """Nothing has this name or id."""
