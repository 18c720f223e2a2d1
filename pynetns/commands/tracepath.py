"""tracepath(8) of iputils: the way to a host and its MTU, without privileges."""

import errno
import getopt

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.names import resolve
from pynetns.commands.net_tools_text import inet_aton
from pynetns.device.scheduler import SECOND
from pynetns.netns.path_probe import Answer, Prober
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import format_ipv4

USAGE = """
Usage
  tracepath [options] <destination>

Options:
  -4             use IPv4
  -6             use IPv6
  -b             print both name and ip
  -l <length>    use packet <length>
  -m <hops>      use maximum <hops>
  -n             no dns name resolution
  -p <port>      use destination <port>
  -V             print version and exit
  <destination>  dns name or ip address

For more details see tracepath(8).
"""
VERSION = """tracepath from iputils 20221126
libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes
"""
BASE_PORT, MAX_MTU, OVERHEAD, HISTORY, HOST_COLUMN = 44444, 65535, 28, 64, 52
_NOTES = {0: "!N", 6: "!N", 8: "!N", 11: "!N", 9: "!A", 10: "!A", 13: "!A", 2: "!P"}


def main(context: Context, argv: list[str]) -> int:
    try:
        pairs, rest = getopt.gnu_getopt(argv, "46nbh?l:m:p:V")
    except getopt.GetoptError as error:
        what = "option requires an argument -- " if "requires" in error.msg else "invalid option -- "
        raise CommandFailed(f"tracepath: {what}'{error.opt[:1]}'\n{USAGE}", 255) from None
    length, hops, port, flags = MAX_MTU, 30, 0, set()
    for option, value in pairs:
        if option == "-V":
            context.out(VERSION)
            return 0
        if option in ("-l", "-m", "-p"):
            low, high = {"-l": (OVERHEAD, 0x7FFFFFFF), "-m": (0, 255), "-p": (0, 65535)}[option]
            if not value.isdigit():
                raise CommandFailed(f"tracepath: invalid argument: '{value}'\n", 1)
            if not low <= int(value) <= high:
                raise CommandFailed(f"tracepath: invalid argument: '{value}': out of range: {low} <= value <= {high}\n", 1)
            length, hops, port = (int(value) if option == name else old for name, old in (("-l", length), ("-m", hops), ("-p", port)))
        elif option in ("-h", "-?"):
            raise CommandFailed(USAGE, 255)
        else:
            flags.add(option[1])
    if len(rest) != 1:
        raise CommandFailed(USAGE, 255)
    name, slash, number = rest[0].partition("/")
    if slash and number.isdigit():
        port = int(number)
    address = inet_aton(name) if "6" not in flags else None
    if address is None:
        address = resolve(context.namespace, name)
    if address is None:
        raise CommandFailed(f"tracepath: {name}: Temporary failure in name resolution\n", 1)
    return _Path(context, address, min(length, MAX_MTU), hops, port or BASE_PORT, flags).run()


class _Path:
    """One run."""

    def __init__(self, context: Context, target: int, mtu: int, hops: int, port: int, flags: set[str]) -> None:
        self.context = context
        self.scheduler = context.lab.scheduler
        self.target = target
        self.mtu = mtu
        self.hops = hops
        self.port = port
        self.flags = flags
        self.number = 0  # of the next probe: its port
        self.to = self.back = -1
        self.ttl = 0

    def run(self) -> int:
        reached = False
        for ttl in range(1, self.hops + 1):
            self.ttl = ttl
            result = self._hop()
            if result == 0:
                reached = True
                break
            if result < 0:
                self.context.out(f"{self.ttl:2}:  no reply\n")
        if not reached:
            self.context.out(f"     Too many hops: pmtu {self.mtu}\n")
        self.context.out(f"     Resume: pmtu {self.mtu} " + (f"hops {self.to} " if self.to >= 0 else "") + (
            f"back {self.back} " if self.back >= 0 else "") + "\n")
        return 0

    def _hop(self) -> int:
        """Up to three probes; when the MTU is found to be smaller, it begins anew. 0 ends it all, less is no reply."""
        tries = 0
        while tries < 3:
            before = self.mtu
            result = self._probe()
            if self.mtu != before:
                tries = 0
                continue
            if result >= 0:
                return result
            tries += 1
        return -1

    def _probe(self) -> int:
        """probe_ttl()."""
        while True:
            answers: list[Answer] = []
            sent = self.scheduler.now
            prober = Prober(self.context.namespace, self.target, self.mtu, never_fragment=True)
            port = (self.port + self.number) & 0xFFFF
            self.number = (self.number + 1) % HISTORY
            try:
                socket: UdpSocket = prober.send_udp(self.ttl, port, answers.append, bytes(self.mtu - OVERHEAD))
            except OSError as error:
                if error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EACCES, errno.EPERM, errno.EINVAL):
                    self.context.out(f"{self.ttl:2}:  send failed\n")
                    return 0
                raise
            end = sent + SECOND
            while not answers and self.scheduler.now < end:
                if not self.scheduler.step(end):
                    break
            socket.close()
            if not answers:
                return -1
            if answers[0].address:
                return self._tell(answers[0], sent)
            self.context.out(f"{self.ttl:2}?: {'[LOCALHOST]':<32} pmtu {answers[0].mtu}\n")
            self.mtu = answers[0].mtu

    def _tell(self, answer: Answer, sent: int) -> int:
        """recverr()."""
        out = self.context.out
        out(f"{self.ttl:2}:  {self._host(answer.address):<{HOST_COLUMN}}")
        elapsed = (answer.at - sent) // 1000
        out(f"{elapsed // 1000:3}.{elapsed % 1000:03}ms ")
        left = answer.ttl
        back = 65 - left if left <= 64 else 129 - left if left <= 128 else 256 - left
        if answer.type == 11:
            out((f"asymm {back:2} " if back != self.ttl else "") + "\n")
            return 1
        if answer.type == 3 and answer.code == 4:
            out(f"pmtu {answer.mtu}\n")
            self.mtu = answer.mtu
            return 1
        if answer.type == 0 or (answer.type, answer.code) == (3, 3):
            out("reached\n")
            self.to, self.back = self.ttl, back
            return 0
        out(_NOTES.get(answer.code, "!H") + "\n")
        return 0

    def _host(self, address: int) -> str:
        """Names are not known here."""
        text = format_ipv4(address)
        if "n" in self.flags:
            return text
        return f"??? ({text})" if "b" in self.flags else "???"
