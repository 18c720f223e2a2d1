"""A frame in words, as the scenario files write it behind `#! send`: `eth.dst=... ip.src=... udp.dport=53 len=32`.

Where nothing is said: TTL 64, identification 1, no DF, right checksums. `ip.sum=bad` and `l4.sum=bad` spoil one, `udp.sum=0` leaves it out.

>>> frame(["eth.dst=02:00:00:00:00:0b", "eth.src=02:00:00:00:00:0a", "data=c0ffee"]).hex(" ", 1)
'02 00 00 00 00 0b 02 00 00 00 00 0a 88 b5 c0 ff ee'
"""

import struct

from pynetns.errors import Error
from pynetns.wire.address import ZERO_MAC, AddressError, parse_ipv4, parse_mac
from pynetns.wire.arp import Arp
from pynetns.wire.ethernet import ETH_P_ARP, ETH_P_IP, Ethernet
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IP_DF, IP_MF, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPv4
from pynetns.wire.tcp import Tcp
from pynetns.wire.udp import Udp

_TCP_FLAGS = "FSRPAUEC"
_OPERATIONS = {"request": 1, "reply": 2}
_LOCAL_EXPERIMENTAL = "88b5"  # IEEE 802, for whoever says no type
_EXPERIMENT = 253  # RFC 3692
_SPOIL = 0x5555
_CHECKSUM_AT = {"udp": 6, "tcp": 16, "icmp": 2}


def frame(words: list[str]) -> bytes:
    """One frame. Raises Error where the words make none."""
    fields = {name: value if equals else "1" for name, equals, value in (word.partition("=") for word in words)}
    try:
        return _build(fields)
    except KeyError as missing:
        raise Error(f"a frame without {missing.args[0]}: {' '.join(words)}") from None
    except (AddressError, ValueError, struct.error) as error:
        raise Error(f"not a frame: {error}: {' '.join(words)}") from None


def _build(fields: dict[str, str]) -> bytes:
    if "raw" in fields:
        return bytes.fromhex(fields["raw"])
    data = bytes.fromhex(fields["data"]) if "data" in fields else bytes(i & 255 for i in range(int(fields.get("len", 0))))
    layers = {name.split(".")[0] for name in fields}
    if "arp" in layers:
        return _ethernet(fields, ETH_P_ARP, _arp(fields))
    if "ip" in layers:
        return _ethernet(fields, ETH_P_IP, _ip(fields, layers, data))
    return _ethernet(fields, int(fields.get("eth.type", _LOCAL_EXPERIMENTAL), 16), data)


def _ethernet(fields: dict[str, str], ethertype: int, payload: bytes) -> bytes:
    return Ethernet(parse_mac(fields["eth.dst"]), parse_mac(fields["eth.src"]), ethertype, payload).emit()


def _arp(fields: dict[str, str]) -> bytes:
    target = parse_mac(fields["arp.tha"]) if "arp.tha" in fields else ZERO_MAC
    return Arp(_OPERATIONS[fields["arp.op"]], parse_mac(fields.get("arp.sha", fields["eth.src"])), parse_ipv4(fields["arp.spa"]), target,
               parse_ipv4(fields["arp.tpa"])).emit()


def _ip(fields: dict[str, str], layers: set[str], data: bytes) -> bytes:
    src, dst = parse_ipv4(fields["ip.src"]), parse_ipv4(fields["ip.dst"])
    protocol, payload = _transport(fields, layers, src, dst, data)
    flags = (IP_DF if "ip.df" in fields else 0) | (IP_MF if "ip.mf" in fields else 0)
    packet = IPv4(src, dst, protocol, payload, ttl=int(fields.get("ip.ttl", 64)), tos=int(fields.get("ip.tos", 0)),
                  identification=int(fields.get("ip.id", 1)), flags=flags, fragment_offset=int(fields.get("ip.off", 0))).emit()
    return _spoil(packet, 10) if fields.get("ip.sum") == "bad" else packet


def _transport(fields: dict[str, str], layers: set[str], src: int, dst: int, data: bytes) -> tuple[int, bytes]:
    if "udp" in layers:
        protocol, message = IPPROTO_UDP, Udp(int(fields["udp.sport"]), int(fields["udp.dport"]), data).emit(src, dst)
    elif "tcp" in layers:
        flags = sum(1 << _TCP_FLAGS.index(letter) for letter in fields.get("tcp.flags", "S"))
        protocol, message = IPPROTO_TCP, Tcp(int(fields["tcp.sport"]), int(fields["tcp.dport"]), int(fields.get("tcp.seq", 1000)),
                                             int(fields.get("tcp.ack", 0)), flags, 65535, payload=data).emit(src, dst)
    elif "icmp" in layers:
        rest = int(fields.get("icmp.id", 7)) << 16 | int(fields.get("icmp.seq", 1))
        protocol, message = IPPROTO_ICMP, Icmp(int(fields.get("icmp.type", 8)), int(fields.get("icmp.code", 0)), rest, data).emit()
    else:
        return int(fields.get("ip.proto", _EXPERIMENT)), data
    at = _CHECKSUM_AT[next(layer for layer in _CHECKSUM_AT if layer in layers)]
    if fields.get("udp.sum") == "0":
        message = message[:at] + b"\0\0" + message[at + 2:]
    elif fields.get("l4.sum") == "bad":
        message = _spoil(message, at)
    return protocol, message


def _spoil(message: bytes, at: int) -> bytes:
    check = int.from_bytes(message[at:at + 2], "big") ^ _SPOIL
    return message[:at] + check.to_bytes(2, "big") + message[at + 2:]
