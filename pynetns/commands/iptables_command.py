"""What a command line of iptables asks for, and what its parser knows so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from pynetns.commands.iptables_extensions import find_match, find_target
from pynetns.commands.iptables_family import IPV4, Family
from pynetns.commands.iptables_option import Ext, Surroundings, Values
from pynetns.commands.iptables_values import IFNAMSIZ, IptablesProblem, number, proto_to_name
from pynetns.netfilter.rule import IpPart

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

NAME_MAX = 29  # XT_EXTENSION_MAXNAMELEN
STANDARD = ("ACCEPT", "DROP", "QUEUE", "RETURN")


@dataclass(slots=True)
class Given:
    """A match or target that the rule names, and its options."""

    ext: Ext
    values: Values = field(default_factory=Values)
    complete: bool = False  # a later one of the same name takes the options


@dataclass(slots=True)
class Command:
    """What a command line asks for."""

    table: str = "filter"
    commands: list[str] = field(default_factory=list)  # letters; # behind one that names a rule's number
    chain: str | None = None
    newname: str = ""
    policy: str = ""
    rulenum: int = 0
    options: set[str] = field(default_factory=set)
    verbose: int = 0
    ip: IpPart = field(default_factory=IpPart)
    sources: list[tuple[int, int]] = field(default_factory=list)
    destinations: list[tuple[int, int]] = field(default_factory=list)
    matches: list[Given] = field(default_factory=list)
    target: Given | None = None
    jumpto: str = ""
    goto: bool = False
    packets: int = 0
    bytes: int = 0
    help_for: list[Ext] = field(default_factory=list)
    ask: str = ""  # h or V: print and go


class Arguments:
    """The words of a command line without the program's name, and the extensions that the rule has named."""

    def __init__(self, namespace: "NetNamespace", words: list[str], warn: Callable[[str], None], family: Family = IPV4,
                 restore: bool = False, announced: "set[str] | None" = None) -> None:
        self.words = words
        self.at = 0
        self.cluster = ""  # the rest of a word of several short options
        self.restore = restore
        self.family = family
        self.program = family.program + "-restore" if restore else family.program
        self.warn = warn
        self.announced = announced  # chains that a restore file made: their names are no targets
        self.result = Command()
        self.rule = Surroundings(namespace, warn, family=family)
        self.exts: list[Ext] = []  # whose options are known, the latest first
        self.protocol: str | None = None
        self.proto_used = False
        self.invert = False
        self.inverted: set[str] = set()
        self.iniface = self.outiface = ""
        self.fragment = False
        self.source_text = self.destination_text = ""
        self.table_set = self.wait_set = self.wait_interval_set = False

    def _has_arg(self) -> bool:
        return self.at < len(self.words) and self.words[self.at][:1] not in ("-", "!")

    def _unknown(self) -> NoReturn:
        raise IptablesProblem(f'unknown option "{self.words[self.at - 1]}"')

    def _load_proto(self) -> bool:
        """The protocol's own match, once."""
        if self.protocol is None or self.proto_used:
            return False
        value = number(self.protocol, 0, 255)
        name = proto_to_name(value, "n" in self.result.options) if value is not None else self.protocol
        ext = find_match(name, self.family.number) if name is not None else None
        if ext is None:
            return False
        self.proto_used = True
        self._add_match(ext)
        return True

    def _add_match(self, ext: Ext) -> None:
        for given in self.result.matches:
            if given.ext.name == ext.name:
                given.complete = True
        self.result.matches.append(Given(ext))
        self._know(ext)

    def _know(self, ext: Ext) -> None:
        if ext not in self.exts:
            self.exts.insert(0, ext)


def target_name(name: str) -> str:
    """xt_parse_target()."""
    if not name:
        raise IptablesProblem("Invalid target name (too short)")
    if len(name) >= NAME_MAX:
        raise IptablesProblem(f"Invalid target name `{name}' ({NAME_MAX - 1} chars max)")
    if any(letter.isspace() for letter in name):
        raise IptablesProblem(f"Invalid target name `{name}'")
    return name


def assert_valid_chain_name(name: str, family: Family) -> None:
    if len(name) >= NAME_MAX:
        raise IptablesProblem(f"chain name `{name}' too long (must be under {NAME_MAX} chars)")
    if name[:1] in ("-", "!") and name:
        raise IptablesProblem(f"chain name not allowed to start with `{name[0]}'")
    if not name or name in STANDARD or find_target(name, family.number) is not None:
        raise IptablesProblem("chain name may not clash with target name")
    if any(letter.isspace() for letter in name):
        raise IptablesProblem(f"Invalid chain name `{name}'")


def check_interface(name: str, warn: Callable[[str], None]) -> None:
    """xtables_parse_interface()."""
    if len(name) + 1 > IFNAMSIZ:
        raise IptablesProblem(f"interface name `{name}' must be shorter than IFNAMSIZ ({IFNAMSIZ - 1})")
    if "/" in name or " " in name:
        warn(f"Warning: weird character in interface `{name}' ('/' and ' ' are not allowed by the kernel).\n")
