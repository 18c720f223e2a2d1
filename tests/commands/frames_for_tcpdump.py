"""Frames whose text is compared with that of the real tcpdump: what the stack sends, and what it must survive."""

from pynetns.wire import arp, ethernet, ipv4, tcp
from pynetns.wire.address import BROADCAST_MAC, parse_ipv4
from pynetns.wire.arp import Arp
from pynetns.wire.ethernet import Ethernet, VlanTag, push_vlan
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPv4
from pynetns.wire.tcp import Tcp
from pynetns.wire.udp import Udp

A, B, GROUP = parse_ipv4("10.0.0.1"), parse_ipv4("10.0.0.2"), parse_ipv4("224.0.0.22")
MAC_A, MAC_B = bytes.fromhex("020000000001"), bytes.fromhex("02000000000a")
STP_GROUP = bytes.fromhex("0180c2000000")


def ether(payload: bytes, ethertype: int = ethernet.ETH_P_IP, dst: bytes = MAC_B) -> bytes:
    return Ethernet(dst, MAC_A, ethertype, payload).emit()


def ip(payload: bytes, protocol: int, **fields: int | bytes) -> bytes:
    return ether(IPv4(A, B, protocol, payload, **fields).emit())  # type: ignore[arg-type]


def icmp(kind: int, code: int, rest: int = 0, data: bytes = b"", **fields: int | bytes) -> bytes:
    return ip(Icmp(kind, code, rest, data).emit(), 1, **fields)


def udp(sport: int, dport: int, payload: bytes = b"", **fields: int | bytes) -> bytes:
    return ip(Udp(sport, dport, payload).emit(A, B), 17, **fields)


def segment(*, back: bool = False, sport: int = 40000, dport: int = 5001, **fields: int | bytes) -> bytes:
    src, dst = (B, A) if back else (A, B)
    sport, dport = (dport, sport) if back else (sport, dport)
    payload = Tcp(sport, dport, **fields).emit(src, dst)  # type: ignore[arg-type]
    return ether(IPv4(src, dst, 6, payload, flags=ipv4.IP_DF).emit())


def spoilt(frame: bytes, at: int, value: int = 0xEE) -> bytes:
    return frame[:at] + bytes([value]) + frame[at + 1 :]


def arps() -> list[bytes]:
    who_has = arp.request(MAC_A, A, B)
    packets = [
        who_has,
        who_has.reply(MAC_B),
        arp.request(MAC_A, 0, B),
        arp.request(MAC_A, A, A),
        Arp(2, MAC_A, A, MAC_A, A),
    ]
    packets += [Arp(operation, MAC_A, A, MAC_B, B) for operation in (1, 3, 4, 8, 9, 10, 25)]
    plain = [ether(packet.emit(), ethernet.ETH_P_ARP, BROADCAST_MAC) for packet in packets]
    padded = [ether(who_has.emit() + bytes(18), ethernet.ETH_P_ARP), ether(who_has.emit(), ethernet.ETH_P_RARP)]
    odd = [spoilt(plain[0], 14 + at, value) for at, value in ((1, 6), (1, 99), (2, 9), (4, 8), (5, 16), (4, 0), (5, 3))]
    return plain + padded + odd + [plain[0][:length] for length in (14, 17, 22, 30, 41)]


def icmps() -> list[bytes]:
    quoted = IPv4(A, B, 17, Udp(4000, 9, b"payload").emit(A, B)).emit()
    quoted_tcp = IPv4(A, B, 6, Tcp(4000, 80, 7, flags=tcp.SYN).emit(A, B)).emit()
    quoted_other = IPv4(A, B, 99, bytes(12)).emit()
    frames = [icmp(kind, 0, 0x12340001, bytes(range(56))) for kind in (0, 8, 9, 10, 13, 14, 15, 16, 17, 18, 30, 42)]
    frames += [icmp(3, code, 0, quoted) for code in range(17)]
    frames += [icmp(3, 3, 0, quoted_tcp), icmp(3, 3, 0, quoted_other), icmp(3, 4, 1400, quoted), icmp(3, 2, 0, quoted)]
    frames += [icmp(5, code, A, quoted) for code in range(5)]
    frames += [icmp(11, code, 0, quoted[:28]) for code in range(3)] + [icmp(4, 0, 0, quoted)]
    frames += [
        icmp(12, 0, 20 << 24, quoted),
        icmp(12, 1, 0, quoted),
        icmp(3, 3, 0, quoted[:20]),
        icmp(3, 1, 0, quoted[:10]),
    ]
    frames += [
        icmp(9, 0, 0x02020708, bytes(range(16))),
        icmp(9, 0, 0x02020020, bytes(16)),
        icmp(9, 0, 0x01030E20, bytes(12)),
    ]
    frames += [spoilt(icmp(8, 0, 1, b"ping"), 44), icmp(3, 0, 0, quoted, tos=0xC0), icmp(8, 0)[:36], icmp(8, 0)[:39]]
    frames += [icmp(11, 0, 0, quoted + bytes(range(200))), icmp(3, 0, 0, quoted + bytes(range(200)))[:150]]
    return [*frames, icmp(11, 0, 0, spoilt(quoted, 24)), icmp(14, 0, 9)[:42], icmp(3, 1, 0, quoted, ttl=0)]


def ips() -> list[bytes]:
    frames = [
        udp(4000, 9, b"x" * 5),
        udp(4000, 9, b"abc", tos=1, ttl=1),
        udp(4000, 9, tos=2, flags=ipv4.IP_DF),
        udp(1, 2, tos=3),
    ]
    frames += [
        udp(4000, 9, b"y" * 24, flags=ipv4.IP_MF, identification=7),
        ip(b"z" * 24, 17, flags=ipv4.IP_MF, fragment_offset=32, identification=7),
        ip(b"z" * 5, 17, fragment_offset=56, identification=7),
        ip(b"z" * 8, 1, fragment_offset=8, flags=ipv4.IP_CE | ipv4.IP_MF | ipv4.IP_DF),
        icmp(8, 0, 1, bytes(16), flags=ipv4.IP_MF),
        segment(flags=tcp.SYN)[:14] + IPv4(A, B, 6, Tcp(1, 2, flags=tcp.SYN).emit(A, B), flags=ipv4.IP_MF).emit(),
    ]
    for options in (
        "94040000",
        "94040001",
        "0101010000000000",
        "070b080a0000010a00000200",
        "070b040a0000010a00000200",
        "830704 0a000009 00",
        "890b04 0a000009 0a000008 00",
        "440c0500 00000001 00000002",
        "44140d01 0a000001 00000001 0a000002 00000000",
        "440c0540 00000001 00000002",
        "440c0507 00000001 00000002",
        "94010000",
        "94090000",
        "63040102",
        "0702 0000",
        "440c3103 0a000001 00000001",
    ):
        frames.append(udp(4000, 9, b"opt", options=bytes.fromhex(options)))
    frames += [
        ip(bytes(20), 99),
        ip(bytes(20), 59),
        ip(IPv4(B, A, 1, Icmp.echo(1, 2).emit()).emit(), 4),
        ip(b"", 17),
        ip(b"", 6),
    ]
    base = udp(4000, 9, b"x" * 20)
    frames += [
        spoilt(base, 14, 0x55),
        spoilt(base, 14, 0x65),
        spoilt(base, 14, 0x44),
        spoilt(base, 14, 0x4F),
        spoilt(base, 24),
    ]
    frames += [spoilt(base, 17, value) for value in (0, 10, 20, 24, 29, 60)] + [
        spoilt(base, 39, value) for value in (0, 7, 8, 99)
    ]
    frames += [spoilt(base, 40), spoilt(spoilt(base, 40, 0), 41, 0), base + b"padding"]
    frames += [base[:length] for length in (14, 15, 20, 33, 34, 36, 38, 40, 42, 50)]
    return frames


def igmps() -> list[bytes]:
    reports = (
        "22000000 00000001 04000000 e0000102",
        "22000000 00000002 03000001 e0000102 0a000001 06000000 ef000001",
        "22000000 00000001",
        "22000000 00000002 04000000 e0000102",
        "11640000 00000000",
        "11000000 00000000",
        "110a0000 e0000102",
        "11640000 00000000 027d0000",
        "11180000 e0000102 027d0001 0a000001",
        "11ff0000 e0000102 027d0005 0a000001",
        "11640000 e0000102 027d0000 00",
        "16000000 e0000102",
        "12000000 e0000102",
        "12000000 e000010200",
        "17000000 e0000102",
        "99000000",
        "1600",
    )
    packets = [IPv4(A, GROUP, 2, bytes.fromhex(report), ttl=1, options=b"\x94\x04\0\0").emit() for report in reports]
    return [ether(packet, dst=bytes.fromhex("01005e000016")) for packet in packets]


def tcps() -> list[bytes]:
    syn_options = bytes.fromhex("020405b4 0402 080a 00000064 00000000 01 030307")
    timestamps = bytes.fromhex("0101 080a 00000064 00000032")
    frames = [
        segment(seq=1000, flags=tcp.SYN, window=64240, options=syn_options),
        segment(back=True, seq=5000, ack=1001, flags=tcp.SYN | tcp.ACK, window=65160, options=syn_options),
        segment(seq=1001, ack=5001, flags=tcp.ACK, window=502, options=timestamps),
        segment(seq=1001, ack=5001, flags=tcp.ACK | tcp.PSH, window=502, options=timestamps, payload=b"hello"),
        segment(back=True, seq=5001, ack=1006, flags=tcp.ACK, window=509),
        segment(back=True, seq=5001, ack=1006, flags=tcp.ACK, options=bytes.fromhex("0101050a 000003f3 000003fd")),
        segment(
            seq=1006, ack=5001, flags=tcp.ACK, options=bytes.fromhex("0101 0512 00001389 0000138a 00001390 00001391")
        ),
        segment(seq=1006, ack=5001, flags=tcp.FIN | tcp.ACK, window=502),
        segment(back=True, seq=5001, ack=1007, flags=tcp.RST | tcp.ACK),
        segment(back=True, seq=5001, flags=tcp.RST),
        segment(seq=7, ack=9, flags=0),
        segment(seq=7, flags=tcp.URG | tcp.ECE | tcp.CWR | tcp.AE, urgent=5, payload=b"urgent"),
        segment(sport=7, dport=7, seq=7, ack=3, flags=tcp.ACK),
        segment(sport=7, dport=7, back=True, seq=3, ack=9, flags=tcp.ACK, payload=b"x"),
        segment(sport=8, dport=9, seq=0xFFFFFFFF, ack=0, flags=tcp.ACK, payload=b"wrap"),
        segment(sport=8, dport=9, seq=3, ack=0, flags=tcp.ACK, payload=b"wrap"),
        segment(seq=1, flags=tcp.RST | tcp.ACK, payload=b"because\x01\xff of this and that and much else"),
        segment(seq=1, flags=tcp.RST, payload=b"short"),
    ]
    for options in (
        "0204",
        "020300",
        "0000",
        "05030000",
        "ff04abcd",
        "22020000",
        "220a0102030405060708",
        "1c048001",
        "02",
        "0206000000000000",
        "1d0400000000",
        "030207",
    ):
        frames.append(segment(sport=1234, dport=4321, seq=1, flags=tcp.SYN, options=bytes.fromhex(options)))
    for payload in (
        b"GET / HTTP/1.1\r\nHost: b\r\n\r\n",
        b"HTTP/1.0 200 OK\nServer: x\n",
        b"HTTP/1.0 200",
        b"\x00\x01binary",
        b"just a body\r\n",
        b"get\r\n",
        b"POST /a\rb",
    ):
        frames.append(segment(dport=80, seq=1, ack=1, flags=tcp.ACK | tcp.PSH, payload=payload))
    frames += [
        segment(dport=21, flags=tcp.ACK, payload=b"USER me\r\n"),
        segment(dport=25, flags=tcp.ACK, payload=b"EHLO x\r\nb"),
    ]
    base = segment(seq=1, ack=1, flags=tcp.ACK | tcp.PSH, options=timestamps, payload=b"data")
    frames += [spoilt(base, 46, value) for value in (0x10, 0x40, 0x50, 0xF0)] + [spoilt(base, 50), spoilt(base, 60)]
    return frames + [base[:length] for length in (34, 37, 38, 40, 53, 54, 57, 66, 67)]


def links() -> list[bytes]:
    base = udp(4000, 9, b"x" * 20)
    bpdu = bytes.fromhex("424203 0000 00 00 00 8000020000000001 00000000 8000020000000001 8001 0000 1400 0200 0f00")
    rapid = bytes.fromhex("424203 0000 02 02 3c 8000020000000001 00000004 8000020000000002 8001 0100 1400 0200 0f00 00")
    change = bytes.fromhex("424203 0000 00 80")
    frames = [push_vlan(base, VlanTag(5)), push_vlan(push_vlan(base, VlanTag(7, 3, True)), VlanTag(6, proto=0x88A8))]
    frames += [push_vlan(arps()[0], VlanTag(100)), push_vlan(base, VlanTag(1))[:16], push_vlan(base, VlanTag(1))[:18]]
    for llc in (
        bpdu,
        rapid,
        change,
        bpdu[:20],
        rapid[:-1],
        bytes.fromhex("424203 0000 07 00"),
        bytes.fromhex("424203 0001 00 00"),
    ):
        frames += [ether(llc, len(llc), STP_GROUP), ether(llc + bytes(46 - len(llc)), len(llc), STP_GROUP)]
    frames.append(push_vlan(ether(bpdu, len(bpdu), STP_GROUP), VlanTag(9)))
    for llc_text in (
        "aaaa03 000000 0800",
        "aaaa03 00000c 010b 0000",
        "aaaa03 000000 88b5 01020304",
        "aaaa03 00000c 9999 01",
        "aaaa03 000000",
        "f0f103 0102",
        "0000af 810102",
        "0001bf",
        "0405 0100",
        "0404 0a08",
        "4243 7f 00",
        "42",
        "06aa03 01",
        "",
    ):
        llc = bytes.fromhex(llc_text)
        frames.append(ether(llc, len(llc)))
    snap_ip = bytes.fromhex("aaaa03 000000 0800") + base[14:]
    frames += [ether(snap_ip, len(snap_ip)), ether(bytes(range(40)), 0x88B5), ether(b"abc", 0x1234), ether(b"", 0x88B5)]
    return [*frames, ether(bytes(10), 1501), base[:13], base[:1], ether(b"\x06\x06\x03" + base[14:], len(base) - 11)]


def all_frames() -> list[bytes]:
    return [*arps(), *icmps(), *ips(), *igmps(), *tcps(), *links()]
