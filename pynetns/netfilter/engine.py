"""A table as functions: ipt_do_table() of net/ipv4/netfilter/ip_tables.c, with every option resolved before the first packet.

Each chain becomes a list of steps; what is left for a packet is to walk them. A step whose test fails costs one call. The header fields
that some rule of the table looks at are read once for all rules, no others: a flow that is remembered depends on these only.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pynetns.device.packet import Counter, Packet, View
from pynetns.netfilter.chain import Chain
from pynetns.netfilter.extension import MatchFunction, Target, TargetFunction
from pynetns.netfilter.rule import IpPart, Jump, Rule, Standard
from pynetns.netfilter.state import HOOK_NAMES, HookState
from pynetns.netfilter.verdict import ACCEPT, CONTINUE, DROP, RETURN

if TYPE_CHECKING:
    from pynetns.netfilter.table import Table

Header = tuple[Any, ...]  # src, dst, proto, frag_off, name of the device in, name of the device out
Test = Callable[[Header, Packet, HookState], bool]

IHL = View(ihl=(14, "B"))


class Program:
    """A compiled chain: for each rule its test and what follows."""

    __slots__ = ("counter", "name", "policy", "steps")

    def __init__(self, chain: Chain) -> None:
        self.name = chain.name
        self.policy = chain.policy
        self.counter = chain.counter
        self.steps: list[tuple[Test | None, Step]] = []


# What a rule does: its counter, verdict, target function, chain to go to, whether to come back, and what a trace calls it.
Step = tuple[Counter, int, TargetFunction | None, Program | None, bool, str, int]


def _address_test(index: int, address: int, mask: int, invert: bool) -> Test:
    if mask == 0xFFFFFFFF and not invert:
        return lambda header, packet, state: header[index] == address
    return lambda header, packet, state: (header[index] & mask == address) is not invert


def _interface_test(index: int, pattern: str, invert: bool) -> Test:
    """ifname_compare_aligned(): a whole name, or the beginning of one; no name at all compares nothing, as + does."""
    if not pattern or pattern.endswith("+"):
        start = pattern[:-1]
        return lambda header, packet, state: header[index].startswith(start) is not invert
    if invert:
        return lambda header, packet, state: header[index] != pattern
    return lambda header, packet, state: header[index] == pattern


def _proto_test(proto: int, invert: bool) -> Test:
    if invert:
        return lambda header, packet, state: header[2] != proto
    return lambda header, packet, state: header[2] == proto


def _fragment_test(invert: bool) -> Test:
    return lambda header, packet, state: bool(header[3] & 0x1FFF) is not invert


def _ip_tests(ip: IpPart) -> list[Test]:
    """The parts of ip_packet_match() that this rule needs, in its order."""
    tests: list[Test] = []
    if ip.src_mask or ip.invert_src:
        tests.append(_address_test(0, ip.src, ip.src_mask, ip.invert_src))
    if ip.dst_mask or ip.invert_dst:
        tests.append(_address_test(1, ip.dst, ip.dst_mask, ip.invert_dst))
    for index, pattern, invert in ((4, ip.iniface, ip.invert_in), (5, ip.outiface, ip.invert_out)):
        if pattern or invert:
            tests.append(_interface_test(index, pattern, invert))
    if ip.proto:
        tests.append(_proto_test(ip.proto, ip.invert_proto))
    if ip.fragment or ip.invert_fragment:
        tests.append(_fragment_test(ip.invert_fragment))
    return tests


def _one_match(match: MatchFunction) -> Test:
    return lambda header, packet, state: match(packet, state)


def _combine(tests: list[Test], matches: list[MatchFunction]) -> Test | None:
    """One function that stops at the first test that fails; those of one, two and three parts, which most rules are, are one call each."""
    every = tests + [_one_match(match) for match in matches]
    if not every:
        return None
    first = every[0]
    if len(every) == 1:
        return first
    if len(every) == 2:
        if matches and len(matches) == 1:
            match = matches[0]
            return lambda header, packet, state: first(header, packet, state) and match(packet, state)
        second = every[1]
        return lambda header, packet, state: first(header, packet, state) and second(header, packet, state)
    rest = every[1:]

    def test(header: Header, packet: Packet, state: HookState) -> bool:
        return first(header, packet, state) and all(each(header, packet, state) for each in rest)

    return test


Steps = Iterator[tuple[Test | None, Step]]
Spread = Callable[[tuple[Any, ...]], tuple[Any, ...]]


def _header_view(rules: list[Rule]) -> tuple[View, Spread]:
    """Which header fields some rule needs, and how to spread what was read over (ihl, frag_off, proto, src, dst)."""
    transport = any(rule.matches or isinstance(rule.target, Target) for rule in rules)
    fields: dict[str, tuple[int, str]] = {"ihl": (14, "B")} if transport else {}
    if transport or any(rule.ip.fragment or rule.ip.invert_fragment for rule in rules):
        fields["frag_off"] = (20, "H")
    if any(rule.ip.proto for rule in rules):
        fields["proto"] = (23, "B")
    if any(rule.ip.src_mask or rule.ip.invert_src for rule in rules):
        fields["src"] = (26, "I")
    if any(rule.ip.dst_mask or rule.ip.invert_dst for rule in rules):
        fields["dst"] = (30, "I")
    names = list(fields)
    places = [names.index(name) if name in names else -1 for name in ("ihl", "frag_off", "proto", "src", "dst")]
    if places == [0, 1, 2, 3, 4]:
        return View(**fields), lambda values: values
    default = (0x45, 0, 0, 0, 0)
    return View(**fields), lambda values: tuple(values[at] if at >= 0 else default[index] for index, at in enumerate(places))


def compile_table(table: "Table") -> Callable[[Packet, HookState], int]:
    """The whole table: a function of a packet and where it is."""
    namespace = table.namespace
    programs = {name: Program(chain) for name, chain in table.chains.items()}
    rules: list[Rule] = []
    for name, chain in table.chains.items():
        steps = programs[name].steps
        rules += chain.rules
        for number, rule in enumerate(chain.rules, 1):
            matches = [match.compile(namespace) for match in rule.matches]
            test = _combine(_ip_tests(rule.ip), matches)
            target, comment = rule.target, "rule"
            if isinstance(target, Standard):
                if rule.unconditional:  # get_chainname_rulenum() takes it for the end of its chain
                    comment = "policy" if chain.builtin else "return"
                steps.append((test, (rule.counter, target.verdict, None, None, False, comment, number)))
            elif isinstance(target, Jump):
                steps.append((test, (rule.counter, CONTINUE, None, programs[target.chain], not rule.goto, comment, number)))
            elif target is None:
                steps.append((test, (rule.counter, CONTINUE, None, None, False, comment, number)))
            else:
                apply = target.compile(namespace, table.name, name)
                steps.append((test, (rule.counter, CONTINUE, apply, None, False, comment, number)))
    base = [programs.get(name) for name in HOOK_NAMES]
    view, spread = _header_view(rules)
    reads = view.end > 0
    table_name = table.name

    def fields(packet: Packet, state: HookState) -> Header:
        """Read the header, as at the start and after each target that may have changed it."""
        indev, outdev = state.indev, state.outdev
        state.ports = None
        if not reads:
            return (0, 0, 0, 0, indev.name if indev is not None else "", outdev.name if outdev is not None else "")
        ihl, frag_off, proto, src, dst = spread(packet.read(view))
        state.fragoff = frag_off & 0x1FFF
        state.thoff = 14 + (ihl & 15) * 4
        return (src, dst, proto, frag_off, indev.name if indev is not None else "", outdev.name if outdev is not None else "")

    def run(packet: Packet, state: HookState) -> int:
        program = base[state.hook]
        if program is None:
            return ACCEPT
        state.hotdrop = False
        header = fields(packet, state)
        steps: Steps = iter(program.steps)
        stack: list[tuple[Program, Steps]] = []
        while True:
            for test, step in steps:  # noqa: B007 - it is used behind the loop
                if test is None or test(header, packet, state):
                    break
                if state.hotdrop:
                    return DROP
            else:  # the end of a chain: its policy, or back to where it was called
                if packet.nf_trace:
                    namespace.nf_log.trace(table_name, program.name, "policy" if program.policy is not None else "return",
                                    len(program.steps) + 1, packet, state)
                if program.policy is not None:
                    packet.count(program.counter, 14)
                    return program.policy
                if not stack:  # it was gone to from a base chain
                    program = base[state.hook]
                    assert program is not None
                    steps = iter(())
                else:
                    program, steps = stack.pop()
                continue
            counter, verdict, apply, chain, keep, comment, number = step
            packet.count(counter, 14)
            if packet.nf_trace:
                namespace.nf_log.trace(table_name, program.name, comment, number, packet, state)
            if state.hotdrop:  # an inverted match may call the packet malformed, and so met: this is the last rule then
                if apply is not None:
                    apply(packet, state)
                return DROP
            if chain is not None:
                if keep:
                    stack.append((program, steps))
                program, steps = chain, iter(chain.steps)
                continue
            if apply is not None:
                verdict = apply(packet, state)
                if verdict == CONTINUE:
                    header = fields(packet, state)
                    continue
            if verdict == CONTINUE:
                continue
            if verdict != RETURN:
                return verdict
            if stack:
                program, steps = stack.pop()
            else:
                program = base[state.hook]
                assert program is not None
                steps = iter(())

    return run
