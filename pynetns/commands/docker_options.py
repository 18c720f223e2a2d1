"""The flags of docker's commands, as Go's pflag reads them: long ones with = or a word behind, short ones together, up to --."""

from ipaddress import AddressValueError, IPv4Address

from pynetns.commands.base import CommandFailed
from pynetns.docker import DockerError, PortBinding
from pynetns.wire.address import AddressError, parse_mac

_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")


def usage(text: str, status: int = 125) -> CommandFailed:
    return CommandFailed(text, status)


class Flags:
    """`values` take a word each, and may come again; `switches` are on or off."""

    def __init__(self, command: str, values: dict[str, str], switches: dict[str, str]) -> None:
        self.command = command
        self.values = values
        self.switches = switches
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
                raise self._error(f'invalid argument "{value}" for "{name}" flag: strconv.ParseBool: parsing "{value}": invalid syntax')
            self._add(self.switches[name], "" if equals and value in _FALSE else "true")
        elif name in self.values:
            if not equals:
                if not words:
                    raise self._error(f"flag needs an argument: {name}")
                value = words.pop(0)
            self._add(self.values[name], value)
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
                self._add(self.values[name], value)
                return
            else:
                raise self._error(f"unknown shorthand flag: '{name[1]}' in {word}")

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


def need(flags: Flags, words: list[str], least: int, most: int | None, usage_line: str, about: str) -> None:
    """The number of arguments, in cobra's words."""
    if len(words) < least or (most is not None and len(words) > most):
        kind = f"exactly {least}" if least == most else f"at least {least}" if most is None else f"at most {most}"
        plural = "argument" if (most if least > len(words) and most == least else least) == 1 else "arguments"
        raise usage(f'"{flags.command}" requires {kind} {plural}.\nSee \'{flags.command} --help\'.\n\nUsage:  {usage_line}\n\n{about}\n', 1)


def parse_port(text: str) -> list[PortBinding]:
    """`-p [HOSTIP:][HOSTPORT:]PORT[/PROTO]`, ranges included: nat.ParsePortSpec()."""
    spec, slash, proto = text.partition("/")
    proto = proto.lower() if slash else "tcp"
    if proto not in ("tcp", "udp", "sctp"):
        raise _bad(text, f"Invalid proto: {proto}")
    host_ip, host_ports = "", ""
    parts = spec.split(":")
    if len(parts) > 3:
        raise _bad(text, f"Invalid containerPort: {spec}")
    container = parts[-1]
    if len(parts) == 3:
        host_ip, host_ports = parts[0], parts[1]
    elif len(parts) == 2:
        host_ports = parts[0]
    if host_ip:
        try:
            IPv4Address(host_ip)
        except AddressValueError:
            raise _bad(text, f"Invalid ip address: {host_ip}") from None
    if not container:
        raise _bad(text, f"No port specified: {text}<empty>")
    first, last = _range(container, text, "containerPort")
    if not host_ports:
        return [PortBinding(port, proto, host_ip) for port in range(first, last + 1)]
    host_first, host_last = _range(host_ports, text, "hostPort")
    if host_last - host_first != last - first:
        if first != last:
            raise _bad(text, f"Invalid ranges specified for container and host Ports: {container} and {host_ports}")
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


def daemon_error(error: DockerError, command: str) -> CommandFailed:
    """How `docker run` and `docker create` say what the daemon refused, and the status they end with."""
    text = str(error)
    status = 127 if "executable file not found" in text or "no such file or directory" in text.lower() else 125
    hint = f"See '{command} --help'.\n" if error.kind == "create" else ""
    return CommandFailed(f"docker: Error response from daemon: {text}.\n{hint}", status)
