"""The protocol itself, over a socket instead of /dev/fuse: what is asked, what is answered, and that nothing can upset it."""

import errno
import socket
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies

from pynetns import Lab
from pynetns.cli.exec import fuse
from pynetns.cli.exec.fuse import Fuse
from pynetns.cli.exec.tree import Tree

HEADER = struct.Struct("=IIQQIIIHH")


class Kernel:
    """The other end."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.setblocking(False)
        self.lab = Lab(seed=1)
        self.fuse = Fuse(theirs.detach(), Tree(self.lab, lambda pid: None))

    def ask(self, opcode: int, body: bytes = b"", node: int = fuse.ROOT) -> tuple[int, bytes]:
        """The errno and the body of the answer."""
        self.socket.send(HEADER.pack(HEADER.size + len(body), opcode, 7, node, 0, 0, 0, 0, 0) + body)
        self.fuse.handle()
        answer = self.socket.recv(1 << 17)
        size, error, unique = struct.unpack_from("=IiQ", answer)
        assert (size, unique) == (len(answer), 7)
        return -error, answer[16:]

    def node(self, path: str) -> int:
        number = fuse.ROOT
        for name in path.strip("/").split("/"):
            error, body = self.ask(fuse.LOOKUP, name.encode() + b"\0", number)
            assert error == 0, path
            number = struct.unpack_from("=Q", body)[0]
        return number

    def open(self, path: str, flags: int = 0) -> tuple[int, int, int]:
        """The node, the errno, the handle."""
        node = self.node(path)
        error, body = self.ask(fuse.OPEN, struct.pack("=II", flags, 0), node)
        return node, error, struct.unpack_from("=Q", body)[0] if not error else 0


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    kernel = Kernel()
    yield kernel
    kernel.fuse.close()
    kernel.socket.close()


def test_it_speaks_7_31_and_wants_files_cut_by_open(kernel: Kernel) -> None:
    error, body = kernel.ask(fuse.INIT, struct.pack("=IIII", 7, 45, 131072, 0xFFFFFFFF))
    assert (error, len(body), *struct.unpack_from("=II", body)) == (0, 64, 7, 31)
    assert struct.unpack_from("=I", body, 12)[0] & fuse.ATOMIC_O_TRUNC
    assert kernel.ask(fuse.INIT, struct.pack("=IIII", 6, 1, 0, 0))[0] == errno.EPROTO


def test_a_text_is_made_when_it_is_read_from_the_beginning(kernel: Kernel) -> None:
    node, error, handle = kernel.open("proc/sys/net/ipv4/ip_default_ttl")
    assert error == 0
    assert kernel.ask(fuse.READ, struct.pack("=QQI", handle, 0, 4096), node) == (0, b"64\n")
    kernel.lab.host.sysctl["net.ipv4.ip_default_ttl"] = 99
    assert kernel.ask(fuse.READ, struct.pack("=QQI", handle, 1, 4096), node) == (0, b"4\n")
    assert kernel.ask(fuse.READ, struct.pack("=QQI", handle, 0, 4096), node) == (0, b"99\n")
    assert kernel.ask(fuse.RELEASE, struct.pack("=Q16x", handle), node) == (0, b"")
    assert kernel.ask(fuse.READ, struct.pack("=QQI", handle, 0, 4096), node)[0] == errno.EBADF


def test_each_write_is_applied_and_answered_by_itself(kernel: Kernel) -> None:
    node, error, handle = kernel.open("proc/sys/net/ipv4/ip_default_ttl", 1)
    assert error == 0
    for text, answered, value in ((b"7\n", 0, 7), (b"abc\n", errno.EINVAL, 7), (b"0\n", errno.EINVAL, 7), (b"8", 0, 8)):
        assert kernel.ask(fuse.WRITE, struct.pack("=QQI20x", handle, 0, len(text)) + text, node)[0] == answered
        assert kernel.lab.host.sysctl["net.ipv4.ip_default_ttl"] == value
    assert kernel.open("proc/net/arp", 1)[1] == errno.EACCES


def test_a_folder_is_listed_in_pieces(kernel: Kernel) -> None:
    node = kernel.node("sys/class/net")
    error, body = kernel.ask(fuse.OPENDIR, struct.pack("=II", 0, 0), node)
    handle = struct.unpack_from("=Q", body)[0]
    names, offset = [], 0
    while True:
        error, body = kernel.ask(fuse.READDIR, struct.pack("=QQI", handle, offset, 40), node)
        assert error == 0
        if not body:
            break
        _, offset, size, kind = struct.unpack_from("=QQII", body)
        names.append((body[24:24 + size], kind))
    assert names == [(b".", 4), (b"..", 4), (b"lo", 10)]


def test_what_is_forgotten_is_not_kept(kernel: Kernel) -> None:
    node = kernel.node("sys/class/net/lo")
    assert kernel.ask(fuse.READLINK, b"", node) == (0, b"../../devices/virtual/net/lo")
    kernel.socket.send(HEADER.pack(48, fuse.FORGET, 0, node, 0, 0, 0, 0, 0) + struct.pack("=Q", 1))
    kernel.fuse.handle()
    assert kernel.ask(fuse.READLINK, b"", node)[0] == errno.ESTALE


def test_a_name_that_becomes_another_kind_of_thing_is_another_node(kernel: Kernel) -> None:
    kernel.lab.netns("x")
    plain = kernel.node("run/netns/x")
    kernel.lab.delete("x")
    parent = kernel.node("run/netns")
    assert kernel.ask(fuse.SYMLINK, b"x\0nowhere\0", parent)[0] == 0
    assert kernel.node("run/netns/x") != plain
    assert kernel.ask(fuse.GETATTR, bytes(16), plain)[0] == errno.ESTALE


def test_what_it_does_not_have_is_not_implemented(kernel: Kernel) -> None:
    assert kernel.ask(22)[0] == errno.ENOSYS  # GETXATTR
    assert kernel.ask(5000)[0] == errno.ENOSYS


@settings(max_examples=200, deadline=None)
@given(opcode=strategies.integers(0, 60), node=strategies.integers(0, 5), body=strategies.binary(max_size=80))
def test_no_request_upsets_it(opcode: int, node: int, body: bytes) -> None:
    kernel = Kernel()
    try:
        for _ in range(2):
            kernel.socket.send(HEADER.pack(HEADER.size + len(body), opcode, 7, node, 0, 0, 0, 0, 0) + body)
            kernel.fuse.handle()
        kernel.socket.send(body[:39] or b"x")
        kernel.fuse.handle()
        assert not kernel.fuse.closed
    finally:
        kernel.fuse.close()
        kernel.socket.close()


def test_the_end_of_the_mount_is_the_end(kernel: Kernel) -> None:
    kernel.socket.close()
    kernel.fuse.handle()
    kernel.fuse.handle()
    assert kernel.fuse.closed
