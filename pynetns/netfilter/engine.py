"""A table as functions: ipt_do_table() of net/ipv4/netfilter/ip_tables.c, with every option resolved before the first packet.

Each chain becomes a list of steps; what is left for a packet is to walk them. A step whose test fails costs one call. The header fields
that some rule of the table looks at are read once for all rules, no others: a flow that is remembered depends on these only.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pynetns.device.packet import Counter, Packet, View
from pynetns.netfilter.chain import Chain
from pynetns.netfilter.rule import IpPart, Jump, Rule, Standard
from pynetns.netfilter.state import HOOK_NAMES, HookState
from pynetns.netfilter.verdict import ACCEPT, CONTINUE, DROP, RETURN

if TYPE_CHECKING:
    from pynetns.netfilter.table import Table

Header = tuple[Any, ...]  # src, dst, proto, frag_off, name of the device in, name of the device out
Test = Callable[[Header, Packet, HookState], bool]

IHL = View(ihl=(14, "B"))


class Program:
    """A compiled chain. `steps` are (test, counter, verdict, target function, chain to go to, keep the place, comment, number)."""

    __slots__ = ("counter", "name", "policy", "steps")

    def __init__(self, chain: Chain) -> None:
        self.name = chain.name
        self.policy = chain.policy
        self.counter = chain.counter
        self.steps: list[Step] = []


Step = tuple[Test | None, Counter, int, Callable[[Packet, HookState], int] | None, Program | None, bool, str, int]


def interface_test(pattern: str) -> Callable[[str], bool]:
    """ifname_compare_aligned(): a whole name, or the beginning of one."""
    if pattern.endswith("+"):
        return lambda name, start=pattern[:-1]: name.startswith(start)
    return lambda name: name == pattern


def _ip_tests(ip: IpPart) -> list[Test]:
    """The parts of ip_packet_match() that this rule needs, in its order."""
    tests: list[Test] = []
    if ip.src_mask or ip.invert_src:
        if ip.src_mask == 0xFFFFFFFF and not ip.invert_src:
            tests.append(lambda h, p, s, a=ip.src: h[0] == a)
        else:
            tests.append(lambda h, p, s, a=ip.src, m=ip.src_mask, i=ip.invert_src: (h[0] & m == a) is not i)
    if ip.dst_mask or ip.invert_dst:
        if ip.dst_mask == 0xFFFFFFFF and not ip.invert_dst:
            tests.append(lambda h, p, s, a=ip.dst: h[1] == a)
        else:
            tests.append(lambda h, p, s, a=ip.dst, m=ip.dst_mask, i=ip.invert_dst: (h[1] & m == a) is not i)
    for index, pattern, inverted in ((4, ip.iniface, ip.invert_in), (5, ip.outiface, ip.invert_out)):
        if not pattern and not inverted:
            continue
        if pattern and not pattern.endswith("+"):
            if inverted:
                tests.append(lambda h, p, s, n=pattern, x=index: h[x] != n)
            else:
                tests.append(lambda h, p, s, n=pattern, x=index: h[x] == n)
        else:  # no name at all compares nothing, as + does
            tests.append(lambda h, p, s, n=pattern[:-1], x=index, i=inverted: h[x].startswith(n) is not i)
    if ip.proto:
        if ip.invert_proto:
            tests.append(lambda h, p, s, n=ip.proto: h[2] != n)
        else:
            tests.append(lambda h, p, s, n=ip.proto: h[2] == n)
    if ip.fragment or ip.invert_fragment:
        tests.append(lambda h, p, s, i=ip.invert_fragment: bool(h[3] & 0x1FFF) is not i)
    return tests


def _combine(tests: list[Test], matches: list[Callable[[Packet, HookState], bool]]) -> Test | None:
    """One function that stops at the first test that fails."""
    if len(matches) == 1 and not tests:
        return lambda h, p, s, m=matches[0]: m(p, s)
    if len(matches) == 1 and len(tests) == 1:
        return lambda h, p, s, t=tests[0], m=matches[0]: t(h, p, s) and m(p, s)
    if len(matches) == 1 and len(tests) == 2:
        return lambda h, p, s, t=tests[0], u=tests[1], m=matches[0]: t(h, p, s) and u(h, p, s) and m(p, s)
    if not matches:
        if not tests:
            return None
        if len(tests) == 1:
            return tests[0]
        if len(tests) == 2:
            return lambda h, p, s, t=tests[0], u=tests[1]: t(h, p, s) and u(h, p, s)

    def test(header: Header, packet: Packet, state: HookState) -> bool:
        for each in tests:
            if not each(header, packet, state):
                return False
        for match in matches:
            if not match(packet, state):
                return False
        return True

    return test


def _header_view(rules: list[Rule]) -> tuple[View, Callable[[tuple[Any, ...]], tuple[int, int, int, int]]]:
    """Which header fields some rule needs, and how to spread what was read over (ihl, frag_off, proto, src, dst)."""
    transport = any(rule.matches for rule in rules)
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
    picks = [names.index(name) if name in names else -1 for name in ("ihl", "frag_off", "proto", "src", "dst")]
    if picks == [0, 1, 2, 3, 4]:
        return View(**fields), lambda values: values  # type: ignore[return-value, unused-ignore]
    default = (0x45, 0, 0, 0, 0)
    return View(**fields), lambda values: tuple(  # type: ignore[return-value, unused-ignore]
        values[at] if at >= 0 else default[index] for index, at in enumerate(picks))


def compile_table(table: "Table") -> Callable[[Packet, HookState], int]:  # noqa: C901
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
                steps.append((test, rule.counter, target.verdict, None, None, False, comment, number))
            elif isinstance(target, Jump):
                steps.append((test, rule.counter, CONTINUE, None, programs[target.chain], not rule.goto, comment, number))
            elif target is None:
                steps.append((test, rule.counter, CONTINUE, None, None, False, comment, number))
            else:
                apply = target.compile(namespace, table.name, name)
                steps.append((test, rule.counter, CONTINUE, apply, None, False, comment, number))
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
        steps: Iterator[Step] = iter(program.steps)
        stack: list[tuple[Program, Iterator[Step]]] = []
        while True:
            for test, counter, verdict, apply, chain, keep, comment, number in steps:
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
            if state.hotdrop:
                return DROP
            packet.count(counter, 14)
            if packet.nf_trace:
                namespace.nf_log.trace(table_name, program.name, comment, number, packet, state)
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
                if state.hotdrop:
                    return DROP
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
