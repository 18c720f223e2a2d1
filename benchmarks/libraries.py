"""What else a Python user could route a frame with: each parses it, takes one from the TTL, and makes it anew with the right checksum."""

from collections.abc import Callable
from time import perf_counter

import paths
from report import Peer

HERE, NEXT = b"\x02\x00\x00\x00\x00\x0b", b"\x02\x00\x00\x00\x02\x00"
SECONDS = 0.4
Forward = Callable[[bytes], bytes]


def _expected(frame: bytes) -> bytes:
    check = (frame[24] << 8 | frame[25]) + 0x100
    check = check + (check >= 0xFFFF) & 0xFFFF
    return NEXT + HERE + frame[12:22] + bytes((frame[22] - 1,)) + frame[23:24] + check.to_bytes(2, "big") + frame[26:]


def _dpkt() -> Forward:
    import dpkt

    routes = {paths.TARGET >> 24: (NEXT, HERE)}

    def forward(frame: bytes) -> bytes:
        ethernet = dpkt.ethernet.Ethernet(frame)
        ip = ethernet.data
        ethernet.dst, ethernet.src = routes[ip.dst[0]]
        ip.ttl -= 1
        ip.sum = 0
        return bytes(ethernet)
    return forward


def _scapy() -> Forward:
    from scapy.layers.inet import IP
    from scapy.layers.l2 import Ether

    def forward(frame: bytes) -> bytes:
        packet = Ether(frame)
        packet.dst, packet.src = NEXT.hex(":"), HERE.hex(":")
        ip = packet[IP]
        ip.ttl -= 1
        del ip.chksum
        return bytes(packet)
    return forward


def _pytcp() -> Forward:
    from pytcp.lib.mac_address import MacAddress
    from pytcp.lib.packet import PacketRx
    from pytcp.protocols.ether.fpa import EtherAssembler
    from pytcp.protocols.ether.fpp import EtherParser
    from pytcp.protocols.ip4.fpa import Ip4Assembler
    from pytcp.protocols.ip4.fpp import Ip4Parser
    from pytcp.protocols.udp.fpa import UdpAssembler
    from pytcp.protocols.udp.fpp import UdpParser

    here, there = MacAddress(HERE), MacAddress(NEXT)

    def forward(frame: bytes) -> bytes:
        packet = PacketRx(frame)
        EtherParser(packet)
        Ip4Parser(packet)
        UdpParser(packet)
        ip, udp = packet.ip4, packet.udp
        out = EtherAssembler(src=here, dst=there, carried_packet=Ip4Assembler(
            src=ip.src, dst=ip.dst, ttl=ip.ttl - 1, dscp=ip.dscp, ecn=ip.ecn, id=ip.id, flag_df=ip.flag_df,
            carried_packet=UdpAssembler(sport=udp.sport, dport=udp.dport, data=bytes(udp.data))))
        data = memoryview(bytearray(len(out)))
        out.assemble(data)
        return bytes(data)
    return forward


LIBRARIES: dict[str, tuple[Callable[[], Forward], float | None]] = {"dpkt": (_dpkt, 40), "scapy": (_scapy, None), "PyTCP": (_pytcp, 200)}


def route_peers() -> list[Peer]:
    """How long each takes for a frame; one that is not installed says so, and one whose frames are wrong is not measured."""
    way = paths.routed()
    frames = paths.one_flow(way, 64)
    found = []
    for name, (make, least) in LIBRARIES.items():
        try:
            forward = make()
            wrong = [frame for frame in frames if forward(frame) != _expected(frame)]
        except Exception as error:  # noqa: BLE001 - whatever an old or a new version of a library says
            found.append(Peer(name, skipped=f"{type(error).__name__}: {error}"))
            continue
        if wrong:
            found.append(Peer(name, skipped=f"{len(wrong)} of {len(frames)} frames came out wrong"))
            continue
        begun, count = perf_counter(), 0
        while perf_counter() - begun < SECONDS:
            for frame in frames:
                forward(frame)
            count += len(frames)
        found.append(Peer(name, (perf_counter() - begun) / count, least=least))
    return found


def indexes() -> list[tuple[str, Callable[[list[tuple[int, int]]], Callable[[int], object]]]]:
    """Longest-prefix match by others: (name, a function that loads prefixes and gives the look-up). Raises ImportError when called."""
    def pytricia_index(prefixes: list[tuple[int, int]]) -> Callable[[int], object]:
        import pytricia

        index = pytricia.PyTricia(32)
        for prefix, length in prefixes:
            index.insert(prefix, length, prefix)
        return index.get

    def radix_index(prefixes: list[tuple[int, int]]) -> Callable[[int], object]:
        import radix

        index = radix.Radix()
        for prefix, length in prefixes:
            index.add(packed=prefix.to_bytes(4, "big"), masklen=length)
        best = index.search_best
        return lambda address: best(packed=address.to_bytes(4, "big"))
    return [("pytricia", pytricia_index), ("py-radix", radix_index)]

