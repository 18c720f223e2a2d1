"""set and SET: libxt_set.c, libxt_SET.c."""

from typing import TYPE_CHECKING

from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values
from pynetns.commands.iptables_values import IptablesProblem, number
from pynetns.netfilter.ipset import IpSet
from pynetns.netfilter.match_set import DST, SRC, CounterTest, SetChange, SetMatch, SetTarget
from pynetns.netfilter.rule import IpPart

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

NAME_MAX = 31
DIM_MAX = 6


def _find(namespace: "NetNamespace", name: str) -> IpSet:
    if len(name) > NAME_MAX:
        raise IptablesProblem(f"setname `{name}' too long, max {NAME_MAX} characters.")
    found: IpSet | None = namespace.iptables.sets.find(name)
    if found is None:
        raise IptablesProblem(f"Set {name} doesn't exist.\n")
    return found


def _directions(text: str) -> tuple[str, ...]:
    """parse_dirs(): what begins with src or dst."""
    words = text.split(",")
    found = []
    for word in words[:DIM_MAX]:
        if not word.startswith((SRC, DST)):
            raise IptablesProblem("You must spefify (the comma separated list of) 'src' or 'dst'.")
        found.append(word[:3])
    if len(words) > DIM_MAX:
        raise IptablesProblem(f"Can't be more src/dst options than {DIM_MAX}.")
    return tuple(found)


def _set_and_directions(call: Call) -> tuple[IpSet, tuple[str, ...]]:
    if call.option.name == "set":
        call.rule.warn("--set option deprecated, please use --match-set\n")
    return _find(call.rule.namespace, call.arg), _directions(call.second)


def _counter(call: Call) -> int:
    what, _, op = call.option.name.partition("-")
    if call.invert and op != "eq":
        raise IptablesProblem(f"--{call.option.name} option cannot be inverted")
    value = number(call.arg, 0, 0xFFFFFFFFFFFFFFFF)
    if value is None:
        raise IptablesProblem(f"Cannot parse {call.arg} as a counter value")
    if any(f"{what}-{other}" in call.values for other in ("eq", "lt", "gt")):
        raise IptablesProblem(f"only one of the --{what}-[eq|lt|gt] is allowed")
    return value


def _check_set(values: Values, rule: Surroundings) -> None:
    if "set" not in values:
        raise IptablesProblem("You must specify `--match-set' with proper arguments")
    if values.inverted("return-nomatch"):
        raise IptablesProblem("--return-nomatch flag cannot be inverted")


def _make_set(values: Values, rule: Surroundings) -> SetMatch:
    wanted, directions = values.get("set")
    tests = []
    for what in ("packets", "bytes"):
        for op in ("eq", "lt", "gt"):
            key = f"{what}-{op}"
            if key in values:
                tests.append(CounterTest(what, "ne" if values.inverted(key) else op, values.get(key)))
    return SetMatch(wanted, directions, values.inverted("set"), "return-nomatch" in values, not values.inverted("update-counters"),
                    not values.inverted("update-subcounters"), tuple(tests))


def _text(match: SetMatch, option: str, prefix: str) -> str:
    text = f"{' !' if match.invert else ''} {option} {match.wanted.name} {','.join(match.directions)}"
    text += f" {prefix}return-nomatch" if match.return_nomatch else ""
    text += "" if match.update_counters else f" ! {prefix}update-counters"
    text += "" if match.update_subcounters else f" ! {prefix}update-subcounters"
    for test in match.counter_tests:
        text += f"{' !' if test.op == 'ne' else ''} {prefix}{test.what}-{'eq' if test.op == 'ne' else test.op} {test.value}"
    return text


def _save_set(match: SetMatch) -> str:
    return _text(match, "--match-set", "--")


def _show_set(match: SetMatch, ip: IpPart, numeric: bool) -> str:
    return _text(match, "match-set", "")


_TWO = "--match-set requires two args."
_ONCE = "--match-set can be specified only once"
MATCHES = {"set": Ext("set", (
    Option("match-set", "set", _set_and_directions, old=True, once=_ONCE, second=_TWO),
    Option("set", "set", _set_and_directions, old=True, once=_ONCE, second=_TWO),
    Option("return-nomatch", "return-nomatch", old=True), Option("update-counters", "update-counters", old=True),
    *(Option(f"{what}-{op}", f"{what}-{op}", _counter, old=True) for what in ("packets", "bytes") for op in ("eq", "lt", "gt")),
    Option("update-subcounters", "update-subcounters", old=True),
), _make_set, _save_set, _show_set, _check_set)}


def _timeout(call: Call) -> int:
    value = number(call.arg, 0, 0xFFFFFFFE)
    if value is None:
        raise IptablesProblem("Invalid value for option --timeout or out of range 0-4294967294")
    return value


def _check_target(values: Values, rule: Surroundings) -> None:
    if "add-set" not in values and "del-set" not in values:
        raise IptablesProblem("You must specify either `--add-set' or `--del-set' or `--map-set'")


def _make_target(values: Values, rule: Surroundings) -> SetTarget:
    changes = [SetChange(*values.get(key)) if key in values else None for key in ("add-set", "del-set")]
    return SetTarget(changes[0], changes[1], "exist" in values, values.get("timeout"))


def _target_text(target: SetTarget, prefix: str) -> str:
    text = ""
    for option, change in (("add-set", target.add), ("del-set", target.delete)):
        if change is not None:
            text += f" {prefix}{option} {change.wanted.name} {','.join(change.directions)}"
            if option == "add-set":
                text += f" {prefix}exist" if target.exist else ""
                text += f" {prefix}timeout {target.timeout}" if target.timeout is not None else ""
    return text


def _save_target(target: SetTarget) -> str:
    return _target_text(target, "--")


def _show_target(target: SetTarget, ip: IpPart, numeric: bool) -> str:
    return _target_text(target, "")


TARGETS = {"SET": Ext("SET", (
    Option("add-set", "add-set", _set_and_directions, old=True, once="--add-set can be specified only once",
           second="--add-set requires two args."),
    Option("del-set", "del-set", _set_and_directions, old=True, once="--del-set can be specified only once",
           second="--del-set requires two args."),
    Option("timeout", "timeout", _timeout, old=True), Option("exist", "exist", old=True),
), _make_target, _save_target, _show_target, _check_target)}
