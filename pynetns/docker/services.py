"""What listens in a container by itself: a web server that greets, a server that accepts."""

from typing import TYPE_CHECKING

from pynetns.netns.tcp_socket import TcpSocket

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


class HttpServer:
    """Answers every GET with a page, HEAD with its header, anything else with 405; then it closes."""

    def __init__(self, namespace: "NetNamespace", port: int, name: str, page: str = WELCOME) -> None:
        self.name = name
        self.page = page
        self.log: list[str] = []
        self.socket = TcpSocket(namespace)
        self.socket.bind(("", port))
        self.socket.listen(511)
        self.socket.on_event = self._accept

    def close(self) -> None:
        self.socket.close()

    def _accept(self) -> None:
        while self.socket.backlog:
            client, _ = self.socket.accept()
            client.on_event = lambda client=client: self._serve(client)
            self._serve(client)

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
    """Accepts, says nothing, and ends when the other side does: enough to see that a port is open."""

    def __init__(self, namespace: "NetNamespace", port: int) -> None:
        self.socket = TcpSocket(namespace)
        self.socket.bind(("", port))
        self.socket.listen(128)
        self.socket.on_event = self._accept

    def close(self) -> None:
        self.socket.close()

    def _accept(self) -> None:
        while self.socket.backlog:
            client, _ = self.socket.accept()
            client.on_event = lambda client=client: self._drain(client)

    @staticmethod
    def _drain(client: TcpSocket) -> None:
        try:
            while client.recv():
                pass
            client.close()
        except OSError:
            return
