"""What listens in a container by itself or by its command: a web server that greets, a server that accepts, one that hears datagrams."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from pynetns.netns.tcp_socket import TcpSocket
from pynetns.netns.udp_socket import UdpSocket

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

WELCOME = """\
<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
</body>
</html>
"""


class Service(Protocol):
    """What a container runs. Its log is what `docker logs` shows of it."""

    log: list[str]

    def close(self) -> None: ...


class HttpServer:
    """Answers every GET with a page, HEAD with its header, anything else with 405; then it closes."""

    def __init__(self, namespace: "NetNamespace", port: int, name: str, page: str = WELCOME) -> None:
        self.name = name
        self.page = page
        self.log: list[str] = []
        self.socket = _listen(namespace, port, 511, self._serve)

    def close(self) -> None:
        self.socket.close()

    def _serve(self, client: TcpSocket) -> None:
        try:
            request = client.recv()
        except BlockingIOError:
            return
        except OSError:
            client.close()
            return
        if not request:
            client.close()
            return
        words = request.split(b"\r\n", 1)[0].decode("latin-1").split()
        method, path = words[0] if words else "", words[1] if len(words) > 1 else "/"
        status, body = ("200 OK", self.page) if path.partition("?")[0] in ("/", "/index.html") else ("404 Not Found", "404 Not Found\n")
        if method not in ("GET", "HEAD"):
            status, body = "405 Not Allowed", "405 Not Allowed\n"
        host, _ = client.getpeername()
        self.log.append(f'{host} - - "{method} {path} HTTP/1.1" {status[:3]} {len(body)} "-" "-" "-"')
        head = (f"HTTP/1.1 {status}\r\nServer: {self.name}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
                "Connection: close\r\n\r\n")
        client.send((head + ("" if method == "HEAD" else body)).encode())
        client.close()


class TcpServer:
    """Accepts, keeps what it hears as its log, and ends when the other side does: enough to see that a port is open."""

    def __init__(self, namespace: "NetNamespace", port: int) -> None:
        self.log: list[str] = []
        self.socket = _listen(namespace, port, 128, self._drain)

    def close(self) -> None:
        self.socket.close()

    def _drain(self, client: TcpSocket) -> None:
        try:
            while data := client.recv():
                self.log += data.decode("utf-8", "replace").splitlines()
            client.close()
        except OSError:
            return


class UdpServer:
    """Keeps what it hears as its log; it answers nothing, as `nc -u -l` does not."""

    def __init__(self, namespace: "NetNamespace", port: int) -> None:
        self.log: list[str] = []
        self.port = port
        self.socket = UdpSocket(namespace)
        self.socket.bind(("", port))
        self.socket.on_event = self._hear

    def close(self) -> None:
        self.socket.close()

    def _hear(self) -> None:
        while self.socket.queued:
            data, _ = self.socket.recvfrom()
            self.log += data.decode("utf-8", "replace").splitlines()


def _listen(namespace: "NetNamespace", port: int, backlog: int, serve: Callable[[TcpSocket], None]) -> TcpSocket:
    """A socket whose clients are served as they come, and whenever they say something."""
    socket = TcpSocket(namespace)
    socket.bind(("", port))
    socket.listen(backlog)

    def accept() -> None:
        while socket.backlog:
            client, _ = socket.accept()
            client.on_event = partial(serve, client)
            serve(client)

    socket.on_event = accept
    return socket


def sleeps(command: tuple[str, ...]) -> float | None:
    """How long `sleep SECONDS` lasts; None for every other command, and for `sleep infinity`.

    >>> sleeps(("sleep", "1.5"))
    1.5
    """
    if len(command) != 2 or command[0].rpartition("/")[2] != "sleep" or not command[1].replace(".", "", 1).isdigit():
        return None
    return float(command[1])


def listener(command: tuple[str, ...]) -> tuple[str, int] | None:
    """What a command listens for: http, tcp or udp, and the port. `nc -l [-u] [-p] PORT`, `python3 -m http.server [PORT]`, `httpd -p PORT`.

    >>> listener(("nc", "-lu", "-p", "5353"))
    ('udp', 5353)
    """
    if not command:
        return None
    program, words = command[0].rpartition("/")[2], command[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    if program in ("nc", "ncat", "netcat"):
        letters = "".join(word[1:] for word in words if word.startswith("-"))
        return ("udp" if "u" in letters else "tcp", numbers[-1]) if "l" in letters and numbers else None
    if program in ("python", "python3") and words[:2] == ("-m", "http.server"):
        return "http", numbers[0] if numbers else 8000
    if program == "httpd":
        return "http", numbers[0] if numbers else 80
    return None
