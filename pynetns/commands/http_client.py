"""curl(1) and wget(1), as far as one GET goes; and nc(1). A request is a TCP connection through the lab, frame by frame."""

import getopt
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.names import resolve
from pynetns.device.scheduler import SECOND
from pynetns.errors import strerror
from pynetns.netns.tcp_socket import TcpSocket
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import format_ipv4

_HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n"
CONNECT_TIMEOUT = 135 * SECOND  # about what Linux needs to give up a SYN


@dataclass(slots=True)
class Url:
    """http://host:port/path."""

    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, text: str) -> "Url":
        rest = text.partition("://")[2] if "://" in text else text
        authority, slash, path = rest.partition("/")
        host, colon, port = authority.partition(":")
        return cls(host, int(port) if colon and port.isdigit() else 443 if text.startswith("https:") else 80, slash + path or "/")


@dataclass(slots=True)
class Answer:
    """The status line's words, the header and the body."""

    status: int
    header: str
    body: str


class RequestFailed(Exception):
    """No answer: the errno, and how long the attempt took in nanoseconds."""

    def __init__(self, number: int, took: int) -> None:
        self.number = number
        self.took = took
        super().__init__(strerror(number))


def request(context: Context, address: int, url: Url, method: str, timeout: int) -> Answer:
    """Connect, ask, and read to the end; the lab's clock moves meanwhile."""
    scheduler = context.lab.scheduler
    begun, end = scheduler.now, scheduler.now + timeout
    socket = TcpSocket(context.namespace)
    try:
        _connect(context, socket, (format_ipv4(address), url.port), end)
        agent = "curl/7.88.1"
        host = url.host if url.port == 80 else f"{url.host}:{url.port}"
        socket.send(f"{method} {url.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n\r\n".encode())
        raw = b""
        while True:
            try:
                data = socket.recv()
            except BlockingIOError:
                if not scheduler.step(end):
                    raise TimeoutError(110, "timed out") from None
                continue
            if not data:
                break
            raw += data
    except OSError as error:
        raise RequestFailed(error.errno or 110, scheduler.now - begun) from None
    finally:
        socket.close()
    head, _, body = raw.partition(b"\r\n\r\n")
    if not head:
        raise RequestFailed(0, scheduler.now - begun)
    words = head.split(b"\r\n", 1)[0].split()
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    return Answer(status, head.decode("latin-1"), body.decode("latin-1"))


def _connect(context: Context, socket: TcpSocket, address: tuple[str, int], end: int) -> None:
    scheduler = context.lab.scheduler
    try:
        socket.connect(address)
    except BlockingIOError:
        while not socket.is_connected:
            socket.check()
            if not scheduler.step(end):
                raise TimeoutError(110, "timed out") from None


def curl(context: Context, argv: list[str]) -> int:
    """-s -S -I -i -o -m --connect-timeout -f -v -w -L -X, as people use them."""
    try:
        pairs, rest = getopt.gnu_getopt(argv, "sSIio:m:fvw:LX:H:d:kA:4", [
            "silent", "show-error", "head", "include", "output=", "max-time=", "connect-timeout=", "fail", "verbose", "write-out=",
            "location", "request=", "header=", "data=", "insecure", "user-agent=", "retry="])
    except getopt.GetoptError as error:
        option = f"--{error.opt}" if len(error.opt) > 1 else f"-{error.opt}"
        raise CommandFailed(f"curl: option {option}: is unknown\n{_HINT}", 2) from None
    options = dict(pairs)
    if not rest:
        raise CommandFailed(_HINT, 2)
    quiet = ("-s" in options or "--silent" in options) and not ("-S" in options or "--show-error" in options)
    head_only = "-I" in options or "--head" in options
    limit = options.get("-m") or options.get("--max-time") or options.get("--connect-timeout")
    timeout = round(float(limit) * SECOND) if limit else CONNECT_TIMEOUT
    status = 0
    for text in rest:
        status = _curl_one(context, Url.parse(text), options, quiet, head_only, (timeout, bool(limit)))
    return status


def _curl_one(context: Context, url: Url, options: dict[str, str], quiet: bool, head_only: bool, limit: tuple[int, bool]) -> int:
    def fail(status: int, text: str) -> int:
        if not quiet:
            context.err(f"curl: ({status}) {text}\n")
        return status

    address = resolve(context.namespace, url.host)
    if address is None:
        return fail(6, f"Could not resolve host: {url.host}")
    method = options.get("-X") or options.get("--request") or ("HEAD" if head_only else "GET")
    try:
        answer = request(context, address, url, method, limit[0])
    except RequestFailed as failed:
        took = failed.took // 1_000_000
        if not failed.number:
            return fail(52, "Empty reply from server")
        if failed.number == 110:
            if limit[1]:
                return fail(28, f"Connection timed out after {took} milliseconds")
            return fail(28, f"Failed to connect to {url.host} port {url.port} after {took} ms: Couldn't connect to server")
        if failed.number == 104:
            return fail(56, "Recv failure: Connection reset by peer")
        return fail(7, f"Failed to connect to {url.host} port {url.port} after {took} ms: Couldn't connect to server")
    if ("-f" in options or "--fail" in options) and answer.status >= 400:
        return fail(22, f"The requested URL returned error: {answer.status}")
    if head_only or "-i" in options or "--include" in options:
        context.out(answer.header.replace("\r\n", "\n") + "\n\n")
    if not head_only and not (options.get("-o") or options.get("--output")):
        context.out(answer.body)
    context.out(_written(options.get("-w") or options.get("--write-out") or "", answer, address))
    return 0


def _written(template: str, answer: Answer, address: int) -> str:
    for name, value in (("%{http_code}", f"{answer.status:03}"), ("%{response_code}", f"{answer.status:03}"),
                        ("%{remote_ip}", format_ipv4(address)), ("%{size_download}", str(len(answer.body)))):
        template = template.replace(name, value)
    return template.replace("\\n", "\n").replace("\\t", "\t")


def wget(context: Context, argv: list[str]) -> int:
    """-q -O -T -S --spider of busybox and GNU wget; a file goes nowhere but to -O -."""
    try:
        pairs, rest = getopt.gnu_getopt(argv, "qO:T:ScP:t:", ["spider", "timeout=", "tries=", "output-document=", "quiet",
                                                               "no-check-certificate", "header="])
    except getopt.GetoptError as error:
        raise CommandFailed(f"wget: unrecognized option: {error.opt}\n") from None
    options = dict(pairs)
    if not rest:
        raise CommandFailed("wget: missing URL\n")
    url = Url.parse(rest[0])
    quiet = "-q" in options or "--quiet" in options
    address = resolve(context.namespace, url.host)
    if address is None:
        raise CommandFailed(f"wget: bad address '{url.host}'\n")
    limit = options.get("-T") or options.get("--timeout")
    if not quiet:
        context.err(f"Connecting to {url.host}{'' if url.port == 80 else f':{url.port}'} ({format_ipv4(address)}:{url.port})\n")
    try:
        answer = request(context, address, url, "GET", round(float(limit) * SECOND) if limit else CONNECT_TIMEOUT)
    except RequestFailed as failed:
        if failed.number == 110 and limit:
            raise CommandFailed("wget: download timed out\n") from None
        if not failed.number:
            raise CommandFailed("wget: error getting response\n") from None
        raise CommandFailed(f"wget: can't connect to remote host ({format_ipv4(address)}): {strerror(failed.number)}\n") from None
    if answer.status >= 400:
        raise CommandFailed(f"wget: server returned error: {answer.header.splitlines()[0]}\n")
    if options.get("-O", options.get("--output-document")) == "-" and "--spider" not in options:
        context.out(answer.body)
    return 0


def nc(context: Context, argv: list[str]) -> int:
    """`nc -z -v -w SECONDS -u -p SOURCE-PORT HOST PORT`, with the standard input as what is sent."""
    try:
        pairs, rest = getopt.gnu_getopt(argv, "zvw:unlp:q:N")
    except getopt.GetoptError as error:
        raise CommandFailed(f"nc: invalid option -- '{error.opt}'\n") from None
    options = dict(pairs)
    for option in ("-w", "-p", "-q"):
        if not options.get(option, "0").isdigit():
            raise CommandFailed(f"nc: {'port number' if option == '-p' else 'timeout'} invalid: {options[option]}\n")
    if "-l" in options or len(rest) != 2 or not rest[1].isdigit():
        raise CommandFailed("usage: nc [-uvz] [-w timeout] destination port\n")
    host, port = rest[0], int(rest[1])
    address = resolve(context.namespace, host)
    if address is None:
        raise CommandFailed(f"nc: getaddrinfo for host \"{host}\" port {port}: Name or service not known\n")
    scheduler = context.lab.scheduler
    end = scheduler.now + (int(options["-w"]) * SECOND if "-w" in options else CONNECT_TIMEOUT)
    kind = "udp" if "-u" in options else "tcp"
    where = f"{host} {port} port [{kind}/*]" if host == format_ipv4(address) else f"{host} ({format_ipv4(address)}) {port} port [{kind}/*]"
    try:
        if kind == "udp":
            _nc_udp(context, (format_ipv4(address), port), end, int(options.get("-p", 0)))
        else:
            _nc_tcp(context, (format_ipv4(address), port), end, scan="-z" in options)
    except OSError as error:
        if "-v" in options:
            context.err(f"nc: connect to {host} port {port} ({kind}) failed: {strerror(error.errno or 110)}\n"
                        if error.errno != 110 or "-w" not in options else
                        f"nc: connect to {host} port {port} ({kind}) timed out: Operation now in progress\n")
        return 1
    if "-v" in options:
        context.err(f"Connection to {where} succeeded!\n")
    return 0


def _nc_tcp(context: Context, address: tuple[str, int], end: int, scan: bool) -> None:
    with TcpSocket(context.namespace) as socket:
        _connect(context, socket, address, end)
        if scan:
            return
        if context.stdin:
            socket.send(context.stdin.encode())
            socket.shutdown()
        while True:
            try:
                data = socket.recv()
            except BlockingIOError:
                if not context.lab.scheduler.step(end):
                    return
                continue
            if not data:
                return
            context.out(data.decode("utf-8", "replace"))


def _nc_udp(context: Context, address: tuple[str, int], end: int, source_port: int) -> None:
    with UdpSocket(context.namespace) as socket:
        socket.bind(("", source_port))
        socket.connect(address)
        socket.send(context.stdin.encode() or b"X")
        while not socket.queued and context.lab.scheduler.step(min(end, context.lab.scheduler.now + 2 * SECOND)):
            pass
        try:
            context.out(socket.recv().decode("utf-8", "replace"))
        except BlockingIOError:
            return
