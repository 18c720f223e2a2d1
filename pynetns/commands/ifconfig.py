"""ifconfig of net-tools 2.10: interfaces in their old words (ifconfig.c).

The words behind the interface are carried out one after the other; what fails is told, and the rest is done all the same.
"""

import errno
from collections.abc import Callable, Iterator

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.ifconfig_usage import USAGE
from pynetns.commands.net_tools_interfaces import all_names, print_all, print_interface
from pynetns.commands.net_tools_text import (
    E_OPTERR, FAMILIES, FAMILIES_TEXT, HARDWARE, HARDWARE_TEXT, RELEASE, UnknownHost, atoi, parse_ether, read_prefix, resolve, show_usage,
)
from pynetns.errors import os_error, strerror
from pynetns.netns import inet_ioctl
from pynetns.netns.inet_ioctl import (
    IFF_ALLMULTI, IFF_BROADCAST, IFF_DYNAMIC, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_POINTOPOINT, IFF_PROMISC, IFF_RUNNING, IFF_UP,
)
from pynetns.wire.address import mask

IFF_AUTOMEDIA = 0x4000  # of no meaning here, and not kept
_FAILED = 255  # what set_flag() and clr_flag() return, -1
_HINT = "ifconfig: `--help' gives usage information.\n"
_FAMILY_NUMBERS = {"inet6": 10, "unix": 1, "ax25": 3, "netrom": 6, "rose": 11, "ipx": 4, "ddp": 5, "ec": 19, "ash": 18, "x25": 9}

# A word that changes a flag: (bit, whether the word sets it, what is said where it stays although it was to go).
_FLAG_WORDS: dict[str, tuple[int, bool, str]] = {
    "arp": (IFF_NOARP, False, ""), "-arp": (IFF_NOARP, True, ""), "trailers": (IFF_NOTRAILERS, False, ""),
    "-trailers": (IFF_NOTRAILERS, True, ""), "promisc": (IFF_PROMISC, True, ""),
    "-promisc": (IFF_PROMISC, False, "promisc mode... maybe other application is running?"), "multicast": (IFF_MULTICAST, True, ""),
    "-multicast": (IFF_MULTICAST, False, "MULTICAST mode."), "allmulti": (IFF_ALLMULTI, True, ""),
    "-allmulti": (IFF_ALLMULTI, False, "ALLMULTI mode."), "up": (IFF_UP | IFF_RUNNING, True, ""), "down": (IFF_UP, False, ""),
    "dynamic": (IFF_DYNAMIC, True, ""), "-dynamic": (IFF_DYNAMIC, False, "DYNAMIC mode."),
    "-broadcast": (IFF_BROADCAST, False, "BROADCAST mode."), "-pointopoint": (IFF_POINTOPOINT, False, "POINTOPOINT mode."),
    "-pointtopoint": (IFF_POINTOPOINT, False, "POINTOPOINT mode."),
}
# What a driver would be asked for, and says it cannot.
_REFUSED = {"keepalive": "SIOCSKEEPALIVE", "outfill": "SIOCSOUTFILL", "mem_start": "mem_start: SIOCSIFMAP",
            "io_addr": "io_addr: SIOCSIFMAP", "irq": "irq: SIOCSIFMAP"}


def main(context: Context, words: list[str]) -> int:
    short = everything = verbose = False
    while words and words[0].startswith("-"):
        option, *words = words
        if option in ("-V", "-version", "--version"):
            context.out(RELEASE)
            return 0
        if option in ("-?", "-h", "-help", "--help"):
            return show_usage(context, 0, USAGE[0], HARDWARE_TEXT, USAGE[1], FAMILIES_TEXT)
        if option not in ("-a", "-s", "-v"):
            raise CommandFailed(f"ifconfig: option `{option}' not recognised.\n{_HINT}", 1)
        everything |= option == "-a"
        short |= option == "-s"
        verbose |= option == "-v"
    if len(words) > 1:
        call = _Ifconfig(context, words[0][:15], words[1:])
        status = call.run()
        if verbose and status:
            context.err(f"WARNING: at least one error occured. ({status if status < _FAILED else -1})\n")
        return status
    if short:
        context.out("Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n")
    if not words:
        return 0 if print_all(context, short, everything) else 1
    return 0 if print_interface(context, words[0][:15], short) else 1


class _Ifconfig:
    """One interface and what is to be done with it."""

    def __init__(self, context: Context, name: str, words: list[str]) -> None:
        self.context = context
        self.namespace = context.namespace
        self.name = name
        self.family = "inet"
        if words[0] in FAMILIES:
            self.family = words.pop(0)
        self.words: Iterator[str] = iter(words)
        self.failed = 0
        self.mask_given = False
        self.later_mask: int | None = None

    def run(self) -> int:
        for word in self.words:
            if word in _FLAG_WORDS:
                self._flag_word(*_FLAG_WORDS[word])
            elif word in _REFUSED:
                self._argument()
                self._ioctl(_REFUSED[word], self._refuse)
            elif (method := _WORDS.get(word)) is not None:
                method(self)
            else:
                self._address(word)
        if self.later_mask is not None:
            later = self.later_mask
            self._ioctl("SIOCSIFNETMASK", lambda: inet_ioctl.set_netmask(self.namespace, self.name, later))
        return self.failed

    # --- parts -------------------------------------------------------------------------------------------------------------------

    def _usage(self) -> CommandFailed:
        return CommandFailed(USAGE[0] + HARDWARE_TEXT + USAGE[1] + FAMILIES_TEXT, E_OPTERR)

    def _argument(self) -> str:
        word = next(self.words, None)
        if word is None:
            raise self._usage()
        return word

    def _fail(self, message: str, status: int = 1) -> None:
        self.context.err(message)
        self.failed |= status

    def _ioctl(self, name: str, call: Callable[[], None]) -> bool:
        try:
            call()
        except OSError as refusal:
            self._fail(f"{name}: {strerror(refusal.errno or 0)}\n")
            return False
        return True

    def _refuse(self) -> None:
        inet_ioctl.find_device(self.namespace, self.name)
        raise os_error(errno.EOPNOTSUPP)

    def _flags(self, doing: str, name: str) -> int | None:
        try:
            return inet_ioctl.get_flags(self.namespace, name)
        except OSError as refusal:
            self._fail(f"{name}: ERROR while {doing} interface flags: {strerror(refusal.errno or 0)}\n", 0)
            return None

    def _change_flag(self, bit: int, on: bool, name: str = "") -> bool:
        """set_flag() and clr_flag()."""
        name = name or self.name
        flags = self._flags("getting", name)
        if flags is None:
            return False
        try:
            inet_ioctl.set_flags(self.namespace, name, flags | bit if on else flags & ~bit)
        except OSError as refusal:
            self.context.err(f"SIOCSIFFLAGS: {strerror(refusal.errno or 0)}\n")
            return False
        return True

    def _set_flag(self, bit: int, on: bool = True) -> None:
        if not self._change_flag(bit, on):
            self.failed |= _FAILED

    def _flag_word(self, bit: int, on: bool, still: str) -> None:
        self._set_flag(bit, on)
        if still:
            flags = self._flags("testing", self.name)
            if flags is not None and flags & bit:
                self.context.err(f"Warning: Interface {self.name} still in {still}\n")

    def _resolved(self, word: str) -> int | None:
        """An address, or a word of what is wrong with it."""
        try:
            return resolve(word)[0]
        except UnknownHost as unknown:
            self._fail(unknown.message)
            return None

    # --- words -------------------------------------------------------------------------------------------------------------------

    def _mtu(self) -> None:
        mtu = atoi(self._argument())
        self._ioctl("SIOCSIFMTU", lambda: inet_ioctl.set_mtu(self.namespace, self.name, mtu))

    def _txqueuelen(self) -> None:
        length = atoi(self._argument())
        self._ioctl("SIOCSIFTXQLEN", lambda: inet_ioctl.set_queue_length(self.namespace, self.name, length))

    def _rename(self) -> None:
        new = self._argument()[:15]
        self._ioctl("SIOCSIFNAME", lambda: inet_ioctl.set_name(self.namespace, self.name, new))

    def _media(self) -> None:
        """`auto` only sets a flag, and is then taken for an address, as in the original."""
        word = self._argument()
        if word.lower() == "auto":
            self._set_flag(IFF_AUTOMEDIA)
            self._address(word)
        elif not word.lstrip("+-").isdigit():
            self._fail("Unknown media type.\n")
        else:
            self._ioctl("port: SIOCSIFMAP", self._refuse)

    def _broadcast(self) -> None:
        word = next(self.words, None)
        if word is not None:
            address = self._resolved(word)
            if address is None:
                return
            self._ioctl("SIOCSIFBRDADDR", lambda: inet_ioctl.set_broadcast(self.namespace, self.name, address))
        self._set_flag(IFF_BROADCAST)

    def _dstaddr(self) -> None:
        address = self._resolved(self._argument())
        if address is not None:
            self._ioctl("SIOCSIFDSTADDR", lambda: inet_ioctl.set_peer(self.namespace, self.name, address))

    def _pointopoint(self) -> None:
        word = next(self.words, None)
        if word is not None:
            address = self._resolved(word)
            if address is None:
                return
            self._ioctl("SIOCSIFDSTADDR", lambda: inet_ioctl.set_peer(self.namespace, self.name, address))
        self._set_flag(IFF_POINTOPOINT)

    def _netmask(self) -> None:
        word = self._argument()
        if self.mask_given:
            raise self._usage()
        netmask = self._resolved(word)
        if netmask is not None:
            self.mask_given = True
            self._ioctl("SIOCSIFNETMASK", lambda: inet_ioctl.set_netmask(self.namespace, self.name, netmask))

    def _hw(self) -> None:
        kind = self._argument()
        if kind not in HARDWARE:
            raise self._usage()
        if kind == "loop":
            next(self.words, None)
            self._fail(f"hw address type `{kind}' has no handler to set address. failed.\n")
            return
        word = self._argument()
        mac = parse_ether(word) if kind == "ether" else None
        if mac is None:
            self._fail(f"{word}: invalid {kind} address.\n")
        else:
            self._ioctl("SIOCSIFHWADDR", lambda: inet_ioctl.set_hardware_address(self.namespace, self.name, mac))

    def _tunnel(self) -> None:
        self._argument()
        self._fail("SIOCSIFDSTADDR: No such device\n")

    def _add(self) -> None:
        self._change_alias(self._argument(), True)

    def _del(self) -> None:
        self._change_alias(self._argument(), False)

    def _change_alias(self, word: str, up: bool) -> None:
        """set_ifstate(): the alias with that address goes up or down; where there is none, one is made, for `del` too."""
        if ":" in word:  # IPv6, which is off
            self._fail(f"{'SIOCSIFADDR: Permission denied' if up else 'SIOCDIFADDR: Cannot assign requested address'}\n")
            return
        address = self._resolved(word)
        if address is None:
            return
        netmask = broadcast = 0
        device = self.namespace.devices.get(self.name.partition(":")[0])
        if device is None:
            self.context.err(f"{self.name}: error fetching interface information: Device not found\n" * 2)
            return
        parent = inet_ioctl.find_address(device, self.name)
        if parent is not None:
            netmask, broadcast = mask(parent.length), parent.broadcast
        taken = set()
        for name in all_names(self.namespace):
            base, _, number = name.partition(":")
            if not name.startswith(self.name) or not number or "-" in number:
                continue
            taken.add(atoi(number))
            owner = self.namespace.devices.get(base)
            ifa = inet_ioctl.find_address(owner, name) if owner is not None else None
            if ifa is not None and ifa.address == address:
                self._change_flag(IFF_UP | IFF_RUNNING if up else IFF_UP, up, name)
                return
        self._new_alias(next(n for n in range(len(taken) + 1) if n not in taken), address, netmask, broadcast)

    def _new_alias(self, number: int, address: int, netmask: int, broadcast: int) -> None:
        """What goes wrong here is not told, and does not count."""
        name = f"{self.name}:{number}"[:15]
        try:
            inet_ioctl.set_address(self.namespace, name, address)
            inet_ioctl.set_netmask(self.namespace, name, netmask)
            inet_ioctl.set_broadcast(self.namespace, name, broadcast)
        except OSError:
            return
        self._change_flag(IFF_BROADCAST, True, name)

    def _address(self, word: str) -> None:
        """Anything else is an address, perhaps with a prefix length, whose mask is set when all is done."""
        try:
            text, netmask = read_prefix(word[:127])
        except ValueError:
            raise self._usage() from None
        if netmask is not None:
            if self.mask_given:
                raise self._usage()
            self.later_mask = netmask
        if self.family != "inet":
            raise CommandFailed(f"Don't know how to set addresses for family {_FAMILY_NUMBERS[self.family]}.\n", 1)
        try:
            address = resolve(text)[0]
        except UnknownHost as unknown:
            raise CommandFailed(unknown.message + _HINT, 1) from None
        self._ioctl("SIOCSIFADDR", lambda: inet_ioctl.set_address(self.namespace, self.name, address))
        if ":" not in self.name or (not self.name.endswith("-") and address):
            self._set_flag(IFF_UP | IFF_RUNNING)


_WORDS: dict[str, Callable[[_Ifconfig], None]] = {
    "mtu": _Ifconfig._mtu, "txqueuelen": _Ifconfig._txqueuelen, "name": _Ifconfig._rename, "media": _Ifconfig._media,
    "port": _Ifconfig._media, "broadcast": _Ifconfig._broadcast, "dstaddr": _Ifconfig._dstaddr, "pointopoint": _Ifconfig._pointopoint,
    "pointtopoint": _Ifconfig._pointopoint, "netmask": _Ifconfig._netmask, "hw": _Ifconfig._hw, "tunnel": _Ifconfig._tunnel,
    "add": _Ifconfig._add, "del": _Ifconfig._del,
}
