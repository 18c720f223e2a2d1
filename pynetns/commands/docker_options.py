"""The flags of docker's commands, as Go's pflag reads them: long ones with = or a word behind, short ones together, up to --."""

from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address, ip_address

from pynetns.commands.base import CommandFailed, Context
from pynetns.docker import Docker, DockerError, PortBinding
from pynetns.wire.address import AddressError, parse_mac

_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")


class HelpWanted(Exception):
    """--help was given: the text is for standard output, and nothing has failed."""


def usage(text: str, status: int = 125) -> CommandFailed:
    return CommandFailed(text, status)


def _check_filter(value: str) -> str:
    return "" if "=" in value else "bad format of filter (expected name=value)"


def _check_host(value: str) -> str:
    """opts.ValidateExtraHost()."""
    name, colon, address = value.partition(":")
    if not colon or not name:
        return f'bad format for add-host: "{value}"'
    return "" if address == "host-gateway" or _is_address(address) else f'invalid IP address in add-host: "{address}"'


def _check_address(value: str) -> str:
    return "" if _is_address(value.strip()) else f"{value} is not an ip address"


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


_CHECKS: dict[str, Callable[[str], str]] = {"filter": _check_filter, "add_host": _check_host, "dns": _check_address}


class Flags:
    """`values` take a word each, and may come again; `switches` are on or off."""

    def __init__(self, command: str, values: dict[str, str], switches: dict[str, str]) -> None:
        self.command = command
        self.values = values
        self.switches = {**switches, "--help": "help"}
        self.given: dict[str, list[str]] = {}

    def parse(self, argv: list[str], interspersed: bool = True) -> list[str]:
        """The words that are no flags. Without `interspersed` the first of them ends the flags."""
        rest: list[str] = []
        words = list(argv)
        while words:
            word = words.pop(0)
            if word == "--":
                return rest + words
            if word.startswith("--"):
                self._long(word, words)
            elif word.startswith("-") and len(word) > 1:
                self._short(word, words)
            else:
                rest.append(word)
                if not interspersed:
                    return rest + words
        return rest

    def _long(self, word: str, words: list[str]) -> None:
        name, equals, value = word.partition("=")
        if name in self.switches:
            if equals and value not in _TRUE + _FALSE:
                raise self._invalid(self.switches, name, value, f'strconv.ParseBool: parsing "{value}": invalid syntax')
            self._add(self.switches[name], "" if equals and value in _FALSE else "true")
        elif name in self.values:
            if not equals:
                if not words:
                    raise self._error(f"flag needs an argument: {name}")
                value = words.pop(0)
            self._take(name, value)
        else:
            raise self._error(f"unknown flag: {name}")

    def _short(self, word: str, words: list[str]) -> None:
        letters = word[1:]
        while letters:
            name, letters = f"-{letters[0]}", letters[1:]
            if name in self.switches:
                if letters.startswith("="):
                    self._add(self.switches[name], "" if letters[1:] in _FALSE else "true")
                    return
                self._add(self.switches[name], "true")
            elif name in self.values:
                value = letters.removeprefix("=") if letters else (words.pop(0) if words else None)
                if value is None:
                    raise self._error(f"flag needs an argument: '{name[1]}' in {word}")
                self._take(name, value)
                return
            else:
                raise self._error(f"unknown shorthand flag: '{name[1]}' in {word}")

    def _take(self, name: str, value: str) -> None:
        """A value, if it is one: some flags look at theirs at once."""
        why = _CHECKS[self.values[name]](value) if self.values[name] in _CHECKS else ""
        if why:
            raise self._invalid(self.values, name, value, why)
        self._add(self.values[name], value)

    def _invalid(self, flags: dict[str, str], name: str, value: str, why: str) -> CommandFailed:
        """pflag names a flag by its letter too."""
        letter = next((f"{each}, " for each, meaning in flags.items() if meaning == flags[name] and not each.startswith("--")), "")
        long = name if name.startswith("--") else next((each for each, meaning in flags.items()
                                                        if meaning == flags[name] and each.startswith("--")), name)
        return self._error(f'invalid argument "{value}" for "{letter}{long}" flag: {why}')

    def _add(self, name: str, value: str) -> None:
        self.given.setdefault(name, []).append(value)

    def _error(self, text: str) -> CommandFailed:
        return usage(f"{text}\nSee '{self.command} --help'.\n")

    def on(self, name: str) -> bool:
        return bool(self.given.get(name, [""])[-1])

    def last(self, name: str, default: str = "") -> str:
        return self.given.get(name, [default])[-1]

    def all(self, name: str) -> list[str]:
        return self.given.get(name, [])

    def pairs(self, name: str) -> dict[str, str]:
        return dict(value.partition("=")[::2] for value in self.all(name))


def no_such(daemon: Docker, kind: str, name: str) -> str:
    """20.10's client has words of its own for what is not there; later ones say what the daemon said."""
    if not daemon.modern or kind == "object":
        return f"Error: No such {kind}: {name}\n"
    return f"Error response from daemon: {f'network {name} not found' if kind == 'network' else f'No such {kind}: {name}'}\n"


def confirmed(context: Context, what: str) -> bool:
    """PromptForConfirmation()."""
    context.out(f"WARNING! This will remove {what}.\nAre you sure you want to continue? [y/N] ")
    return context.stdin.strip().lower() == "y"


def need(flags: Flags, words: list[str], least: int, most: int | None, usage_line: str, about: str) -> None:
    """The number of arguments, in cobra's words; or what --help tells."""
    if flags.on("help"):
        raise HelpWanted(f"\nUsage:  {usage_line}\n\n{about}\n")
    if len(words) < least or (most is not None and len(words) > most):
        plural = "argument" if (least if most is None else most) == 1 else "arguments"
        kinds = "accepts no arguments" if most == 0 else (
            f"requires at least {least} {plural}" if most is None else
            f"requires exactly {least} {plural}" if least == most else f"requires at least {least} and at most {most} {plural}")
        raise usage(f'"{flags.command}" {kinds}.\nSee \'{flags.command} --help\'.\n\nUsage:  {usage_line}\n\n{about}\n', 1)


def parse_port(text: str) -> list[PortBinding]:
    """`-p [HOSTIP:][HOSTPORT:]PORT[/PROTO]`, ranges included: nat.ParsePortSpec()."""
    *host_parts, spec = text.split(":")
    container, _, proto = spec.partition("/")
    proto = proto or "tcp"
    host_ports = host_parts.pop() if host_parts else ""
    host_ip = ":".join(host_parts)
    if ":" in host_ip:
        raise _bad(text, f"Invalid ip address {host_ip}: address {host_ip}:: too many colons in address")
    if host_ip:
        try:
            IPv4Address(host_ip)
        except AddressValueError:
            raise _bad(text, f"Invalid ip address: {host_ip}") from None
    if not container:
        raise _bad(text, f"No port specified: {text}<empty>")
    first, last = _range(container, text, "containerPort")
    host_first, host_last = _range(host_ports, text, "hostPort") if host_ports else (0, 0)
    if host_ports and host_last - host_first != last - first and first != last:
        raise _bad(text, f"Invalid ranges specified for container and host Ports: {container} and {host_ports}")
    if proto.lower() not in ("tcp", "udp", "sctp"):
        raise _bad(text, f"Invalid proto: {proto}")
    proto = proto.lower()
    if not host_ports:
        return [PortBinding(port, proto, host_ip) for port in range(first, last + 1)]
    if host_last - host_first != last - first:
        return [PortBinding(first, proto, host_ip, host_first, host_last)]
    return [PortBinding(first + step, proto, host_ip, host_first + step, host_first + step) for step in range(last - first + 1)]


def _range(text: str, whole: str, what: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    numbers = []
    for part in (first, last if dash else first):
        if not part.isdigit() or int(part) > 65535:
            raise _bad(whole, f"Invalid {what}: {text}")
        numbers.append(int(part))
    if numbers[0] > numbers[1]:
        raise _bad(whole, f"Invalid {what}: {text}")
    return numbers[0], numbers[1]


def _bad(text: str, why: str) -> CommandFailed:
    return usage(f"docker: {why}.\nSee 'docker run --help'.\n")


def parse_mac_flag(text: str) -> bytes:
    try:
        return parse_mac(text)
    except AddressError:
        raise usage(f"docker: {text} is not a valid mac address.\nSee 'docker run --help'.\n") from None


def daemon_error(error: DockerError, command: str, modern: bool = False) -> CommandFailed:
    """How `docker run` and `docker create` say what the daemon refused, and the status they end with."""
    text = str(error)
    status = 127 if "executable file not found" in text or "no such file or directory" in text.lower() else 125
    if modern:
        return CommandFailed(f"docker: Error response from daemon: {text}\n\nRun '{command} --help' for more information\n", status)
    hint = f"See '{command} --help'.\n" if error.kind == "create" else ""
    return CommandFailed(f"docker: Error response from daemon: {text}.\n{hint}", status)
