"""The real tcpdump lets the same frames through, and refuses the same expressions in the same words."""

import random
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from frames_for_tcpdump import all_frames, arps, icmp, segment, udp
from hypothesis import given
from hypothesis import strategies as st

from pynetns.commands.pcap_filter import FilterError, compile_filter
from pynetns.wire import pcap, tcp
from pynetns.wire.ethernet import VlanTag, push_vlan
from pynetns.wire.record import Record

needs_tcpdump = pytest.mark.skipif(shutil.which("tcpdump") is None, reason="tcpdump is not installed")

EXPRESSIONS = [
    "",
    "host 10.0.0.1",
    "src 10.0.0.1",
    "dst host 10.0.0.2",
    "src or dst host 10.0.0.2",
    "src and dst 10.0.0.2",
    "ip host 10.0.0.1",
    "arp host 10.0.0.1",
    "net 10.0.0.0/24",
    "net 10",
    "net 10.0",
    "src net 10.0.0.0 mask 255.0.0.0",
    "dst net 224.0.0.0/4",
    "port 9",
    "tcp port 80",
    "udp port 9",
    "src port 4000",
    "dst port 9",
    "tcp dst port 5001",
    "port 80 or 443",
    "port http",
    "tcp port http or https",
    "portrange 1-100",
    "udp portrange 4000-5000",
    "portrange 5",
    "portrange 9-5",
    "portrange http-https",
    "ether host 02:00:00:00:00:01",
    "ether src 2:0:0:0:0:1",
    "ether dst 02-00-00-00-00-0a",
    "ether dst ff:ff:ff:ff:ff:ff",
    "ether dst 0200.0000.000a",
    "ether dst 02000000000a",
    "ether proto 0x0806",
    "ether proto \\arp",
    "ether proto 0x88b5",
    "ether proto 0x42",
    "arp",
    "rarp",
    "ip",
    "ip6",
    "icmp",
    "tcp",
    "udp",
    "igmp",
    "sctp",
    "stp",
    "vlan",
    "vlan 5",
    "vlan 5 and udp",
    "vlan and vlan",
    "vlan and vlan 7 and ip",
    "vlan or arp",
    "broadcast",
    "multicast",
    "ether broadcast",
    "ip multicast",
    "ether multicast",
    "ip proto 17",
    "ip proto \\tcp",
    "ip proto \\icmp",
    "proto 6",
    "not arp",
    "! arp and ! icmp",
    "not (arp or icmp)",
    "tcp or udp and host 10.0.0.9",
    "arp and (host 10.0.0.1 or host 10.0.0.2)",
    "host (10.0.0.1 or 10.0.0.2)",
    "port (80 or 9) and udp",
    "port not 80",
    "host not 10.0.0.1",
    "src host 10.0.0.1 && dst host 10.0.0.2 || arp",
    "icmp[icmptype] == icmp-echo",
    "icmp[icmptype] = icmp-echo or icmp[icmptype] = icmp-echoreply",
    "icmp[0] = 3 and icmp[1] = 3",
    "tcp[tcpflags] & (tcp-syn|tcp-ack) != 0",
    "tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack)",
    "tcp[13] & 2 != 0",
    "tcp[tcpflags] == tcp-syn",
    "not tcp[13] = 2",
    "ip[8] < 2",
    "ip[8] <= 1",
    "ip[0] & 0xf > 5",
    "ip[6:2] & 0x1fff != 0",
    "ip[6] & 0x20 != 0",
    "ip[2:2] > 60",
    "ether[0] & 1 = 1",
    "ether[12:2] = 0x0806",
    "udp[4:2] > 10",
    "arp[6:2] = 2",
    "arp[7] = 1",
    "ip[12:4] = 0x0a000001",
    "ip[(ip[0]&15)*4] = 8",
    "len > 60",
    "len <= 60",
    "length = 42",
    "less 60",
    "greater 100",
    "ip[2:2] - 20 > 40",
    "ip[8] << 2 = 256",
    "ip[8] / 2 = 32",
    "ip[8] % 10 = 4",
    "-1 = 4294967295",
    "1 + 2 * 3 = 7",
    "(1 + 2) * 3 = 9",
    "4 | 2 & 1 = 4",
    "ip[8] + 1 > 2 and tcp",
    "(tcp[0:2] + tcp[2:2]) > 1000",
    "5 = 5",
    "5 > 6",
    "not ip[100] = 0",
    "ip[100] = 0 or arp",
    "byte 0 = 2",
    "byte 12 > 7",
    "byte 12 < 8",
    "((arp))",
    "(arp) or (icmp)",
    "port 9 and not host 10.0.0.3",
    "port 9 and not 80",
    "port 80 or 9 and udp",
    "host 10.0.0.1 and 10.0.0.2",
    "arp or host 10.0.0.1 or 10.0.0.2",
    "ip[70000]=1",
    "port 0x50",
    "ip broadcast",
    "host 10.1 or host 10.0",
    "port 80 or not 9",
    "tcp port 80 and (443)",
    "port 80 or (9)",
    "port 80 or (9 or 443)",
    "port 80 and (host 10.0.0.1 or 10.0.0.2)",
    "host 10.0.0.1 or (arp)",
    "ether host 02:00:00:00:00:01 and 02:00:00:00:00:0a",
    "pim",
    "esp",
    "icmp6",
    "vlan 5 and port 9",
    "vlan 6 and vlan 7 and port 9",
    "ether proto 0x8100",
    "ether proto 2048",
    "ip and not tcp port 80",
    "tcp and not (port 80 or port 21)",
    "icmp and icmp[0] != 8 and icmp[0] != 0",
    "tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420",
    "udp and greater 50 and less 100",
    "ether[14] & 0xf0 = 0x40",
]

# expression: what tcpdump 4.99.3 with libpcap 1.10.3 says
REFUSED = {
    "ip proto igmp": "can't parse filter expression: syntax error",
    "foo": "can't parse filter expression: syntax error",
    "host": "can't parse filter expression: syntax error",
    "host 300.1.1.1": "invalid IPv4 address '300.1.1.1'",
    "port 99999": "illegal port number 99999 > 65535",
    "tcp port": "can't parse filter expression: syntax error",
    "(host 1.2.3.4": "can't parse filter expression: syntax error",
    "net 10.0.0.1/8": 'non-network bits set in "10.0.0.1/8"',
    "ip[0": "can't parse filter expression: syntax error",
    "icmp[foo]=1": "can't parse filter expression: syntax error",
    "proto foo": "unknown ip proto 'foo'",
    "ether host 1:2": "illegal link layer address",
    "net 1.2.3/33": "mask length must be <= 32",
    "vlan 5000": "VLAN tag 5000 greater than maximum 4095",
    "tcp[tcpflags": "can't parse filter expression: syntax error",
    "and": "can't parse filter expression: syntax error",
    "host 1.2.3.4 and": "can't parse filter expression: syntax error",
    "ip proto tcp": "can't parse filter expression: syntax error",
    "less 5x": "can't parse filter expression: syntax error",
    "1.2.3.4": "can't parse filter expression: syntax error",
    "net 10 mask 255.0.0.0": "can't parse filter expression: syntax error",
    "udp port http": "port 'http' is tcp",
    '"': "can't parse filter expression: syntax error",
    "ip & 3": "can't parse filter expression: syntax error",
    "host 1.2.3.4/8": 'non-network bits set in "1.2.3.4/8"',
    "host 10.0.0.0/8": "Mask syntax for networks only",
    "src": "can't parse filter expression: syntax error",
    "dst tcp": "can't parse filter expression: syntax error",
    "icmp host 1.2.3.4": "'icmp' modifier applied to host",
    "tcp host 1.2.3.4": "'tcp' modifier applied to host",
    "ether host 1.2.3.4": "illegal link layer address",
    "arp port 5": "illegal qualifier of 'port'",
    "icmp port 5": "illegal qualifier of 'port'",
    "ether proto foo": "unknown ether proto 'foo'",
    "ether proto arp": "can't parse filter expression: syntax error",
    "ether 1:2:3:4:5:6": "can't parse filter expression: syntax error",
    "tcp[0:3]=1": "data size must be 1, 2, or 4",
    "net 10.0.0.1 mask 255.0.0.0": 'non-network bits set in "10.0.0.1 mask 255.0.0.0"',
    "ip host 1:2:3:4:5:6": "ethernet address used in non-ether expression",
    "host 1:2:3:4:5:6": "ethernet address used in non-ether expression",
    "5": "can't parse filter expression: syntax error",
    "port tcp": "can't parse filter expression: syntax error",
    "arp or 80": "syntax error in filter expression",
    "arp and 10.0.0.1": "syntax error in filter expression",
    "host nosuch.example": "unknown host 'nosuch.example'",
    "port nosuch": "unknown port 'nosuch'",
    "portrange a-b": "unknown port in range 'a-b'",
    "portrange 5-70000": "illegal port number 70000 > 65535",
    "portrange 1-": "can't parse filter expression: syntax error",
    "port 08": "number 08 contains non-octal digit",
    "port 4294967296": "number 4294967296 overflows 32 bits",
    "tcp 80": "can't parse filter expression: syntax error",
    "ip[0]=1/0": "division by zero",
    "ip[0] << 32 = 1": "shift by more than 31 bits",
    "ip[0] % 0 = 1": "modulus by zero",
    "tcp broadcast": "only link-layer/IP broadcast filters supported",
    "tcp multicast": "link-layer multicast filters supported only on "
    "ethernet/FDDI/token ring/ARCNET/802.11/ATM LANE/Fibre Channel",
    "port 1.2.3.4": "'port' modifier applied to ip host",
    "proto 1.2.3.4": "'proto' modifier applied to ip host",
    "not 80": "can't parse filter expression: syntax error",
    "(port 80) or 9": "syntax error in filter expression",
    "port (80": "can't parse filter expression: syntax error",
    "not": "can't parse filter expression: syntax error",
    "()": "can't parse filter expression: syntax error",
    "tcp[": "can't parse filter expression: syntax error",
    "tcp proto 5": "'tcp proto' is bogus",
    "arp proto 5": "arp does not encapsulate another protocol",
    "src proto 6": "can't parse filter expression: syntax error",
    "ether port 5": "illegal qualifier of 'port'",
    "ether net 10": "illegal link layer address",
    "ether": "link layer applied in wrong context",
    "len": "can't parse filter expression: syntax error",
    "len >": "can't parse filter expression: syntax error",
    "host 10.0.0.1 or port 80 or": "can't parse filter expression: syntax error",
    "ip[8]": "can't parse filter expression: syntax error",
    "ip[8] and arp": "can't parse filter expression: syntax error",
    "net foo": "unknown network 'foo'",
    "ether host foo": "unknown ether host 'foo'",
    "ip or ip6 or": "can't parse filter expression: syntax error",
    "port 80 443": "can't parse filter expression: syntax error",
    "port 80 or (9 or host 10.0.0.1)": "can't parse filter expression: syntax error",
    "ether host 10:20": "illegal link layer address",
}


def records() -> list[Record]:
    """Every frame whole, and the long ones cut as by a snapshot length."""
    whole = [Record(i * 1000, frame) for i, frame in enumerate(all_frames())]
    cut = [
        Record(10**9 + record.time_ns, record.data[:60], original_length=len(record.data))
        for record in whole
        if len(record.data) > 60
    ]
    return whole + cut


def real_matches(tmp_path: Path, expression: str) -> list[int]:
    """Which records pass, by their times; -O as the optimizer leaves out reads that can throw a frame out."""
    file = tmp_path / "frames.pcap"
    file.write_bytes(pcap.emit(records()))
    command = ["tcpdump", "-O", "-r", str(file), "-w", "-", "--", expression]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return [record.time_ns for record in pcap.read(done.stdout)]


def our_matches(expression: str) -> list[int]:
    matches = compile_filter(expression)
    return [record.time_ns for record in records() if matches(record.data, record.length)]


@needs_tcpdump
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_lets_through_what_tcpdump_does(tmp_path: Path, expression: str) -> None:
    assert our_matches(expression) == real_matches(tmp_path, expression)


@needs_tcpdump
@pytest.mark.parametrize("seed", range(3))
def test_expressions_put_together_at_random_let_through_what_tcpdump_does(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    simple = [expression for expression in EXPRESSIONS if expression and not expression.startswith("-")]
    for _ in range(60):
        parts = [chance.choice(simple) for _ in range(chance.randint(2, 3))]
        parts = [f"not ({part})" if chance.random() < 0.3 else f"({part})" for part in parts]
        expression = chance.choice((" and ", " or ")).join(parts)
        assert our_matches(expression) == real_matches(tmp_path, expression), expression


@pytest.mark.parametrize("expression", REFUSED)
def test_a_bad_expression_is_refused_in_the_words_of_tcpdump(expression: str) -> None:
    with pytest.raises(FilterError) as refused:
        compile_filter(expression)
    assert str(refused.value) == f"tcpdump: {REFUSED[expression]}"


@needs_tcpdump
@pytest.mark.parametrize("expression", REFUSED)
def test_the_real_tcpdump_refuses_it_so(tmp_path: Path, expression: str) -> None:
    file = tmp_path / "empty.pcap"
    file.write_bytes(pcap.emit([]))
    command = ["tcpdump", "-O", "-r", str(file), "--", expression]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert f"tcpdump: {REFUSED[expression]}" in done.stderr.splitlines()


SYN = segment(seq=1, flags=tcp.SYN, dport=80)
FRAMES = {
    "arp": arps()[0],
    "ping": icmp(8, 0),
    "udp": udp(4000, 9),
    "syn": SYN,
    "vlan": push_vlan(udp(4000, 9), VlanTag(5)),
}


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("", "arp ping udp syn vlan"),
        ("arp", "arp"),
        ("ip", "ping udp syn"),
        ("host 10.0.0.1", "arp ping udp syn"),
        ("port 80 or 9", "udp syn"),
        ("icmp[icmptype] == icmp-echo", "ping"),
        ("tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn", "syn"),
        ("broadcast", "arp"),
        ("vlan 5 and udp port 9", "vlan"),
        ("arp or icmp and tcp", ""),
        ("not (arp or icmp)", "udp syn vlan"),
        ("ip broadcast", ""),
    ],
)
def test_an_expression_picks_the_frames_it_names(expression: str, names: str) -> None:
    matches = compile_filter(expression)
    assert [name for name, frame in FRAMES.items() if matches(frame)] == names.split()


def test_ip_broadcast_is_that_of_the_interfaces_network() -> None:
    frame = FRAMES["udp"]
    directed = frame[:30] + bytes([10, 0, 0, 255]) + frame[34:]
    assert compile_filter("ip broadcast", netmask=0xFFFFFF00)(directed)
    assert not compile_filter("ip broadcast", netmask=0xFFFF0000)(directed)


def test_inbound_and_outbound_ask_for_the_direction() -> None:
    assert compile_filter("inbound")(SYN, direction="in")
    assert compile_filter("outbound")(SYN, direction="out")
    assert not compile_filter("outbound")(SYN)


def test_the_length_is_that_on_the_wire() -> None:
    assert compile_filter("greater 1000")(SYN, 1514)
    assert not compile_filter("greater 1000")(SYN)


def test_a_list_of_hosts_may_be_long() -> None:
    matches = compile_filter(" or ".join(f"host 10.1.{n >> 8}.{n & 255}" for n in range(5000)) + " or tcp")
    assert matches(SYN)


def test_parentheses_without_end_are_refused() -> None:
    with pytest.raises(FilterError, match="memory exhausted"):
        compile_filter("(" * 5000 + "arp")


@given(st.lists(st.sampled_from([*EXPRESSIONS, *REFUSED, *"()[]!&|<>=:+-*/ ", "and", "or", "not"]), max_size=6))
def test_any_words_make_a_filter_or_a_filter_error(parts: list[str]) -> None:
    try:
        matches = compile_filter(" ".join(parts))
    except FilterError:
        return
    assert isinstance(matches(SYN), bool)


@given(st.text(max_size=40))
def test_any_text_makes_a_filter_or_a_filter_error(text: str) -> None:
    for expression in (text, f"port \\{text}", f"portrange {text}", f"ether host {text}"):
        with suppress(FilterError):
            compile_filter(expression)


@given(st.sampled_from(EXPRESSIONS), st.binary(max_size=100))
def test_any_bytes_match_or_do_not(expression: str, data: bytes) -> None:
    assert isinstance(compile_filter(expression)(data), bool)
