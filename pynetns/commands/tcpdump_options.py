"""The command line of tcpdump 4.99.3 (main() in tcpdump.c)."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.commands.net_tools_text import atoi
from pynetns.commands.tcpdump_text import Options
from pynetns.commands.tcpdump_usage import USAGE

MAX_SNAPLEN = 262144
_SHORT = "aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:YZ:z:#"
_LONG = {
    "buffer-size": ("B", True), "list-interfaces": ("D", False), "list-remote-interfaces": ("remote", True), "help": ("h", False),
    "interface": ("i", True), "monitor-mode": ("I", False), "time-stamp-type": ("j", True), "list-time-stamp-types": ("J", False),
    "micro": ("micro", False), "nano": ("nano", False), "time-stamp-precision": ("precision", True), "dont-verify-checksums": ("K", False),
    "list-data-link-types": ("L", False), "no-optimize": ("O", False), "no-promiscuous-mode": ("p", False), "direction": ("Q", True),
    "snapshot-length": ("s", True), "absolute-tcp-sequence-numbers": ("S", False), "packet-buffered": ("U", False), "linktype": ("y", True),
    "immediate-mode": ("immediate", False), "debug-filter-parser": ("Y", False), "relinquish-privileges": ("Z", True),
    "count": ("count", False), "number": ("#", False), "print": ("print", False), "version": ("version", False),
}
_COUNTED = {"v": "verbose", "t": "timestamp", "x": "hex", "X": "hex_ascii", "A": "ascii"}
_SWITCHES = {"e": "link_level", "q": "quiet", "S": "absolute_sequence", "K": "no_checksums", "#": "number"}
_NAMED = {"i": "device", "r": "read", "w": "write", "F": "filter_file", "y": "link_type"}
_ASKED = {"D": "list_devices", "L": "list_types", "J": "list_clocks", "I": "monitor", "version": "version", "count": "only_count",
          "print": "print_too", "h": "help", "f": "foreign", "p": "not_promiscuous"}
# What has no effect here: no names are resolved, nothing is buffered, no privileges are there to be dropped.
_IGNORED = frozenset("abHlmnNOuUZ") | {"micro", "immediate"}
_PACKET_TYPES = frozenset(
    "vat wb rpc rtp rtcp snmp cnfp tftp aodv carp radius zmtp1 vxlan pgm pgm_zmtp1 lmp resp ptp someip domain".split())
_LINK_TYPES = frozenset("EN10MB DOCSIS PPP RAW NULL LINUX_SLL LINUX_SLL2 IEEE802_11 IEEE802 SLIP FDDI LOOP".split())
_CLOCKS = frozenset("host host_lowprec host_hiprec host_hiprec_unsynced adapter adapter_unsynced".split())


@dataclass(slots=True)
class Settings:
    """What the options said."""

    text: Options = field(default_factory=Options)
    device: str = ""
    count: int = 0
    read: str = ""
    write: str = ""
    snaplen: int = MAX_SNAPLEN
    direction: str = ""
    link_type: str = ""
    list_devices: bool = False
    list_types: bool = False
    list_clocks: bool = False
    monitor: bool = False
    foreign: bool = False
    not_promiscuous: bool = False
    version: bool = False
    help: bool = False
    only_count: bool = False
    print_too: bool = False
    filter_file: str = ""
    expression: str = ""

    @property
    def prints(self) -> bool:
        """Are frames shown, and not only written to a file?"""
        return not self.write or self.print_too

    def filter_text(self) -> str:
        """The expression, or what is in the file of -F."""
        if not self.filter_file:
            return self.expression
        try:
            return Path(self.filter_file).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise CommandFailed(f"tcpdump: can't open {self.filter_file}: {error.strerror}\n", 1) from None


def parse(context: Context, words: list[str]) -> Settings:
    """The settings of a command line. Raises CommandFailed in tcpdump's words; help and version end the reading."""
    settings = Settings()
    reader = Getopt(context, "tcpdump", words, _SHORT, _LONG)
    for option, value in reader:
        if option == UNKNOWN:
            raise CommandFailed(USAGE, 1)
        _apply(settings, option, value)
        if settings.help or settings.version:
            return settings
    settings.expression = " ".join(reader.rest)
    if settings.text.timestamp > 5:
        raise _wrong("only -t, -tt, -ttt, -tttt and -ttttt are supported")
    if settings.foreign and settings.read:
        raise _wrong("-f can not be used with -V or -r")
    return settings


def _wrong(message: str) -> CommandFailed:
    return CommandFailed(f"tcpdump: {message}\n", 1)


def _apply(settings: Settings, option: str, value: str) -> None:
    text = settings.text
    if option in _COUNTED:
        name = _COUNTED[option]
        settings.text = replace(text, **{name: getattr(text, name) + 1})
    elif option in _SWITCHES:
        settings.text = replace(text, **{_SWITCHES[option]: True})
    elif option in _ASKED:
        setattr(settings, _ASKED[option], True)
    elif option == "c":
        settings.count = atoi(value)
        if settings.count <= 0:
            raise _wrong(f"invalid packet count {value}")
    elif option == "s":
        settings.snaplen = _snaplen(value)
    elif option == "Q":
        if value.lower() not in ("in", "out", "inout"):
            raise _wrong(f"unknown capture direction `{value}'")
        settings.direction = "" if value.lower() == "inout" else value.lower()
    else:
        _check(option, value)
        if option in _NAMED:
            setattr(settings, _NAMED[option], value)


def _snaplen(text: str) -> int:
    try:
        value = int(text, 8 if text[:1] == "0" and text.isdigit() else 0)
    except ValueError:
        value = -1
    if not 0 <= value <= MAX_SNAPLEN:
        raise _wrong(f"invalid snaplen {text} (must be >= 0 and <= {MAX_SNAPLEN})")
    return value or MAX_SNAPLEN


def _check(option: str, value: str) -> None:
    """What is refused: values that tcpdump does not know, and options that this one does not have."""
    known = {"y": (_LINK_TYPES, "invalid data link type {}"), "T": (_PACKET_TYPES, "unknown packet type `{}'"),
             "j": (_CLOCKS, "invalid time stamp type {}"), "precision": ({"micro", "nano"}, "unsupported time stamp precision")}
    positive = {"B": "invalid packet buffer size {}", "C": "invalid file size {}", "W": "invalid number of output files {}"}
    if option in known and value not in known[option][0]:
        raise _wrong(known[option][1].format(value))
    if option in positive and atoi(value) <= 0:
        raise _wrong(positive[option].format(value))
    if option in {"C", "d", "E", "G", "M", "V", "W", "Y", "z", "nano", "remote"} or (option, value) == ("precision", "nano"):
        raise _wrong(f"-{option if len(option) == 1 else '-' + option} is not part of pynetns")
