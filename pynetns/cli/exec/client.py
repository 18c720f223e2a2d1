"""What stands on PATH under the names of the lab's commands. It asks the server and does what it says; it is started a thousand times,
so it imports next to nothing, and nothing of this package (it is copied into the session's folder).

The server answers with a line:
    STATUS                                       the command ran; exit with it
    K SIGNAL                                     the command died of a signal; so does this
    X NAMESPACE COUNT [NAME]                     become the program of the last COUNT words, in that namespace; files of /etc/netns/NAME are
                                                 in the place of those of /etc
    D SECONDS                                    become the machine's date, which tells that time
    T SECONDS SIGNAL KILL_AFTER FLAGS COUNT      timeout: run it, and end it when the lab's time is up
"""

import _socket
import posix
import sys

_signal = __import__("_signal")  # the signal module costs three milliseconds of enumerations; type checkers know nothing of this one

OWN_DATE = "-d", "--d", "-f", "-r", "--r", "-s", "--s"  # options by which date is told a time

FORWARDED = 1, 2, 3, 10, 12, 15  # HUP INT QUIT USR1 USR2 TERM


class ChildEnded(Exception):
    """The program that timeout runs has ended."""


def main(words: list[str]) -> int:
    name = words[0].rpartition("/")[2]
    environment = posix.environ
    try:
        with open("/proc/self/comm", "w") as file:  # so that pkill and ps know it by its name
            file.write(name)
    except OSError:
        pass
    if words[1:2] == ["__become"]:  # bash has seen that there is no such program, and wants it told in the command's words
        return become(words[2:], name)
    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        line.connect(environment[b"PYNETNS_SOCKET"])
    except (OSError, KeyError):
        sys.stderr.write(f"{name}: no lab answers: this command belongs to `pynetns exec`\n")
        return 127
    for number in heard():
        _signal.signal(number, lambda number, frame: line.send(b"signal\0%d\0" % number))
    streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2) if is_open(number))
    message = request([name, *words[1:]])
    rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)] if len(streams) == 12 else []
    line.sendall(message[line.sendmsg([message], rights):])
    return obey(line, answer(line), words)


def request(words: list[str]) -> bytes:
    fields = [b"run", b"%d" % posix.getpid(), posix.environ.get(b"PYNETNS_NETNS", b""), b"%d" % len(words)]
    return b"".join(field + b"\0" for field in fields + [word.encode("utf-8", "surrogateescape") for word in words])


def answer(line: _socket.socket) -> list[str]:
    text = b""
    while not text.endswith(b"\n"):
        piece = line.recv(4096)
        if not piece:
            return ["127"]
        text += piece
    return text.decode().split()


def obey(line: _socket.socket, what: list[str], words: list[str]) -> int:
    if what[0] == "K":
        return die(int(what[1]))
    if what[0] == "X":
        for number in heard():
            _signal.signal(number, _signal.SIG_DFL)
        count = int(what[2])
        posix.environ[b"PYNETNS_NETNS"] = what[1].encode()
        see_files(what[1])
        if what[3:]:
            see_etc("/etc/netns/" + what[3])
        return become(words[len(words) - count:] if count else [shell()], words[0])
    if what[0] == "D":
        hide_session()
        given = any(word.startswith(OWN_DATE) for word in words[1:])
        return become(["date", *([] if given else ["-d", "@" + what[1]]), *words[1:]], "date")
    if what[0] == "T":
        return timeout(line, what, words)
    return int(what[0])


def heard() -> list[int]:
    """The signals that reach this program: those that its caller did not have it ignore."""
    return [number for number in FORWARDED if _signal.getsignal(number) is not _signal.SIG_IGN]


def die(number: int) -> int:
    _signal.signal(number, _signal.SIG_DFL)
    posix.kill(posix.getpid(), number)
    return 128 + number


def timeout(line: _socket.socket, what: list[str], words: list[str]) -> int:
    """timeout(1): the times are the lab's, so two more commands of the server's measure them."""
    _, seconds, number, kill_after, flags, count = what
    group = "f" not in flags  # whatever the program starts ends too
    if group:
        posix.setpgid(0, 0)
    child = posix.fork()
    if not child:
        for one in heard():
            _signal.signal(one, _signal.SIG_DFL)
        posix._exit(become(words[len(words) - int(count):], "timeout"))
    statuses: list[int] = []

    def child_ended(number: int, frame: object) -> None:
        statuses.append(posix.waitpid(child, 0)[1])
        raise ChildEnded

    for one in heard():
        _signal.signal(one, lambda number, frame: posix.kill(child, number))
    late = False
    try:
        _signal.signal(_signal.SIGCHLD, child_ended)
        ended, status = posix.waitpid(child, posix.WNOHANG)
        if ended:
            statuses.append(status)
            raise ChildEnded
        for wait, one in ((seconds, int(number)), (kill_after, 9)):
            if float(wait):
                line.sendall(request(["sleep", wait]))
                answer(line)
                late = True
                posix.kill(child, one)
                if group and one != 9:
                    _signal.signal(one, _signal.SIG_IGN)
                    posix.kill(0, one)
        while True:
            _signal.pause()
    except ChildEnded:
        status = statuses[0]
    if late and "p" not in flags:
        return 137 if posix.WIFSIGNALED(status) and posix.WTERMSIG(status) == 9 else 124
    return 128 + posix.WTERMSIG(status) if posix.WIFSIGNALED(status) else posix.WEXITSTATUS(status)


def become(argv: list[str], caller: str) -> int:
    """execvp(3). Where there is no such program, in the words of the command that should have started it."""
    folders = posix.environ.get(b"PATH", b"/usr/bin:/bin").decode("utf-8", "surrogateescape").split(":")
    reason, number = "No such file or directory", 2
    for path in [argv[0]] if "/" in argv[0] else [f"{folder}/{argv[0]}" for folder in folders]:
        try:
            posix.execve(path, argv, posix.environ)
        except OSError as error:
            if error.errno != 2:
                reason, number = error.strerror or "", error.errno or 0
    name = caller.rpartition("/")[2]
    if name == "ip":
        sys.stderr.write(f'exec of "{argv[0]}" failed: {reason}\n')
        return 1
    failure = f"failed to run command ‘{argv[0]}’" if name == "timeout" else f"failed to execute {argv[0]}"
    sys.stderr.write(f"{name}: {failure}: {reason}\n")
    return 127 if number == 2 else 126


def see_files(view: str) -> None:
    """Where files do not know who reads them, the program is given those of its namespace: enter() of mounts.py."""
    program = posix.environ.get(b"PYNETNS_ENTER")
    if program:
        with open(program) as file:
            names = {"__name__": "mounts"}
            exec(compile(file.read(), program, "exec"), names)  # noqa: S102 - it stands beside this one
            names["enter"](view)  # type: ignore[operator]


def see_etc(folder: str) -> None:
    """bind_etc() of ip: what the namespace has of its own in /etc."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x20000) or libc.mount(b"", b"/", b"none", 0x84000, None):  # CLONE_NEWNS; MS_SLAVE | MS_REC
        sys.stderr.write("unshare failed: Operation not permitted\n")
        return
    for name in posix.listdir(folder):
        if libc.mount(f"{folder}/{name}".encode(), f"/etc/{name}".encode(), b"none", 0x1000, None):  # MS_BIND
            sys.stderr.write(f"Bind {folder}/{name} -> /etc/{name} failed: {posix.strerror(ctypes.get_errno())}\n")


def hide_session() -> None:
    """No program of the session's folder is found any more."""
    folders = posix.environ.get(b"PATH", b"").split(b":")
    posix.environ[b"PATH"] = b":".join(folder for folder in folders if b"/pynetns-" not in folder)


def shell() -> str:
    return posix.environ.get(b"SHELL", b"/bin/sh").decode()


def is_open(number: int) -> bool:
    try:
        posix.fstat(number)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv))
