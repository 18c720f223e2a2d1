"""tcpdump's text for Ethernet, 802.1Q, 802.2 LLC and SNAP, and spanning tree.

print-ether.c, print-llc.c and print-stp.c of tcpdump 4.99.3.
"""

from pynetns.commands.tcpdump_arp import ETHERTYPES, print_arp
from pynetns.commands.tcpdump_dissection import Dissection, bits
from pynetns.commands.tcpdump_ip import print_ip

_VLAN_TYPES = (0x8100, 0x9100, 0x9200, 0x88A8)
_MAX_LENGTH = 1500

_SAPS = {
    0x00: "Null",
    0xFF: "Global",
    0x02: "802.1B I",
    0x03: "802.1B G",
    0x06: "IP",
    0x04: "SNA",
    0x0E: "ProWay NM",
    0x42: "STP",
    0x4E: "RS511",
    0x7E: "ISO8208",
    0x8E: "ProWay",
    0xAA: "SNAP",
    0xE0: "IPX",
    0xF0: "NetBeui",
    0xFE: "OSI",
}
_LLC_COMMANDS = {
    0x03: "ui",
    0xE3: "test",
    0xAF: "xid",
    0x63: "ua",
    0x43: "disc",
    0x0F: "dm",
    0x6F: "sabme",
    0x87: "frmr",
}
_LLC_FLAGS = {0: "Command", 1: "Response", 0x10: "Poll", 0x11: "Final", 0x100: "Poll", 0x101: "Final"}
_LLC_SUPERVISORY = {0: "Receiver Ready", 1: "Receiver not Ready", 2: "Reject"}
_LLC_UI = 0x03
_LLC_XID = 0xAF
_LLC_POLL = 0x10

_OUIS = {
    0x000000: "Ethernet",
    0x00000C: "Cisco",
    0x00005E: "IANA",
    0x0000F8: "Cisco bridged",
    0x0080C2: "Ethernet bridged",
    0x080007: "Appletalk",
    0x0180C2: "IEEE 802.1 Private",
}
_OUIS_WITHETHERTYPES = (0x000000, 0x0000F8)
_PIDS = {
    0x00000C: {
        0x2000: "CDP",
        0x2003: "VTP",
        0x2004: "DTP",
        0x0111: "UDLD",
        0x010B: "PVST",
        0x010C: "VLAN Bridge",
    },
    0x0080C2: {0x0001: "Ethernet + FCS", 0x0007: "Ethernet w/o FCS", 0x000E: "BPDU"},
}
_BPDU_PIDS = ((0x00000C, 0x010B), (0x00000C, 0x010C), (0x0080C2, 0x000E))

_STP_PROTOCOLS = {0: "802.1d", 2: "802.1w", 3: "802.1s", 4: "802.1aq"}
_BPDU_TYPES = {0x00: "Config", 0x02: "Rapid STP", 0x80: "Topology Change"}
_BPDU_FLAGS = {
    0x01: "Topology change",
    0x02: "Proposal",
    0x10: "Learn",
    0x20: "Forward",
    0x40: "Agreement",
    0x80: "Topology change ACK",
}
_PORT_ROLES = ("Unknown", "Alternate", "Root", "Designated")
_CONFIG_BPDU = 35


def print_ethernet(d: Dissection, length: int) -> int:
    """The whole frame, `length` bytes on the wire. Gives the length of its link header: ether_common_print()."""
    d.protocol = "ether"
    if d.end < 14:
        d.put_truncated()
        return d.end
    whole = length
    at, length = 14, length - 14
    if d.options.link_level:
        d.put(_stations(d))
    ethertype = d.u16(12)
    length_printed = False
    while ethertype in _VLAN_TYPES:
        if d.end - at < 4 or length < 4:
            d.protocol = "vlan"
            d.put_truncated()
            return at + min(d.end - at, length)
        if d.options.link_level:
            tci = d.u16(at)
            d.put(_ethertype(d, ethertype) + (", " if length_printed else f", length {whole}: "))
            d.put(f"vlan {tci & 0xFFF}, p {tci >> 13}{', DEI' if tci & 0x1000 else ''}, ")
            length_printed = True
        ethertype = d.u16(at + 2)
        at, length = at + 4, length - 4
    if ethertype <= _MAX_LENGTH:
        length = min(length, ethertype)
        with d.cut(at + length):
            if d.options.link_level:
                d.put("802.3" + ("" if length_printed else f", length {length}: "))
            header, known = _print_llc(d, at, length)
            if not known and not d.options.suppress_default:
                d.put_unknown(at, length)
        return at + header
    if d.options.link_level:
        d.put(_ethertype(d, ethertype) + (", " if length_printed else f", length {whole}: "))
    if not print_ethertype(d, ethertype, at, length):
        if not d.options.link_level:
            d.put(_stations(d) + _ethertype(d, ethertype) + f", length {whole}: ")
        if not d.options.suppress_default:
            d.put_unknown(at, length)
    return at


def _stations(d: Dissection) -> str:
    return f"{d.octets(6, 6)} > {d.octets(0, 6)}, "


def _ethertype(d: Dissection, ethertype: int) -> str:
    if d.options.quiet:
        return ETHERTYPES.get(ethertype, f"Unknown Ethertype (0x{ethertype:04x})")
    return f"ethertype {ETHERTYPES.get(ethertype, 'Unknown')} (0x{ethertype:04x})"


def print_ethertype(d: Dissection, ethertype: int, at: int, length: int) -> bool:
    """The payload of a type; False where there is no printer for it: ethertype_print()."""
    if ethertype == 0x0800:
        print_ip(d, at, length)
    elif ethertype in (0x0806, 0x8035):
        print_arp(d, at, length)
    else:
        return False
    return True


def _print_llc(d: Dissection, at: int, length: int) -> tuple[int, bool]:
    """The length of the LLC and SNAP headers, and whether what follows was printed: llc_print()."""
    d.protocol = "llc"
    control_size = 1 if d.end - at >= 3 and d.data[at + 2] & 3 == 3 else 2
    header = 2 + control_size
    if d.end - at < max(3, header) or length < max(3, header):
        d.put_truncated()
        d.put_unknown(at, length)
        return min(d.end - at, length), True
    dsap_field, ssap_field, control = d.u8(at), d.u8(at + 1), d.u8(at + 2)
    if control_size == 2:
        control |= d.u8(at + 3) << 8  # little-endian
    dsap, ssap = dsap_field & 0xFE, ssap_field & 0xFE
    if d.options.link_level:
        d.put(
            f"LLC, dsap {_SAPS.get(dsap, 'Unknown')} (0x{dsap:02x}) {'Group' if dsap_field & 1 else 'Individual'}, "
            f"ssap {_SAPS.get(ssap, 'Unknown')} (0x{ssap:02x}) {_LLC_FLAGS[ssap_field & 1]}, "
            f"ctrl 0x{control:0{control_size * 2}x}: "
        )
    at, length = at + header, length - header
    if dsap == ssap and control == _LLC_UI and control_size == 1:
        if dsap == 0xAA:
            return header + 5, _print_snap(d, at, length)
        if dsap == 0x42:
            _print_stp(d, at, length)
            return header, True
        if dsap == 0x06:
            print_ip(d, at, length)
            return header, True
    if not d.options.link_level:
        source = "" if ssap == dsap else f"{_SAPS.get(ssap, f'Unknown SSAP 0x{ssap:02x}')} "
        target = _SAPS.get(dsap, f"Unknown DSAP 0x{dsap:02x}")
        d.put(f"{d.octets(6, 6)} {source}> {d.octets(0, 6)} {target} ")
    return header, _print_llc_control(d, at, length, header, control, ssap_field & 1)


def _print_llc_control(d: Dissection, at: int, length: int, header: int, control: int, response: int) -> bool:
    """What kind of LLC frame it is; True where nothing is left to print."""
    whole = length + header
    if header == 3:
        command = _LLC_COMMANDS.get(control & 0xEF, f"{control & 0xEF:02x}")
        flags = _LLC_FLAGS[response | control & _LLC_POLL]
        d.put(f"Unnumbered, {command}, Flags [{flags}], length {whole}")
        if control & ~_LLC_POLL == _LLC_XID:
            return length == 0 or _print_xid(d, at, length)
        return False
    flags = _LLC_FLAGS[response | control & 0x100]
    if control & 1:
        kind = _LLC_SUPERVISORY.get(control >> 2 & 3, "?")
        d.put(f"Supervisory, {kind}, rcv seq {control >> 9}, Flags [{flags}], length {whole}")
        return True
    d.put(f"Information, send seq {control >> 1 & 0x7F}, rcv seq {control >> 9}, Flags [{flags}], length {whole}")
    return False


def _print_xid(d: Dissection, at: int, length: int) -> bool:
    """The payload of an exchange of identifications; False where it is not of the IEEE's format."""
    if not d.has(at, 1):
        d.put_truncated()
        return True
    if d.u8(at) != 0x81:
        return False
    if length < 3 or not d.has(at, 3):
        d.put_truncated()
        d.put_unknown(at, length)
    else:
        d.put(f": {d.u8(at + 1):02x} {d.u8(at + 2):02x}")
    return True


def _print_snap(d: Dissection, at: int, length: int) -> bool:
    """snap_print()"""
    d.protocol = "snap"
    if d.end - at < 5 or length < 5:
        d.put_truncated()
        return True
    oui, pid = d.number(at, 3), d.u16(at + 3)
    names = ETHERTYPES if oui in _OUIS_WITHETHERTYPES or oui == 0x080007 else _PIDS.get(oui, {})
    name = names.get(pid, "Unknown")
    at, length = at + 5, length - 5
    oui_text = f"oui {_OUIS.get(oui, 'Unknown')} (0x{oui:06x}), "
    if d.options.link_level:
        kind = "ethertype" if oui == 0 else "pid"
        d.put(f"{oui_text}{kind} {name} (0x{pid:04x}), length {length}: ")
    if oui in _OUIS_WITHETHERTYPES and print_ethertype(d, pid, at, length):
        return True
    if (oui, pid) in _BPDU_PIDS:
        _print_stp(d, at, length)
        return True
    if not d.options.link_level:
        kind = "ethertype" if oui == 0 else f"{oui_text}pid"
        d.put(f"{d.octets(6, 6)} > {d.octets(0, 6)} SNAP, {kind} {name} (0x{pid:04x}), length {length}: ")
    return False


def _print_stp(d: Dissection, at: int, length: int) -> None:
    """stp_print(), without what MSTP and SPB add."""
    d.protocol = "stp"
    if length < 4:
        d.put_invalid()
        return
    if d.u16(at):
        d.put(f"unknown STP version, length {length}")
        return
    version = d.u8(at + 2)
    d.put(f"STP {_STP_PROTOCOLS.get(version, f'Unknown STP protocol (0x{version:02x})')}")
    if version not in _STP_PROTOCOLS:
        return
    kind = d.u8(at + 3)
    d.put(f", {_BPDU_TYPES.get(kind, f'Unknown BPDU Type (0x{kind:02x})')}")
    if kind == 0x00 or (kind == 0x02 and version == 2):
        if length < _CONFIG_BPDU + (kind == 0x02):
            d.put_invalid()
        else:
            _print_config_bpdu(d, at, length, rapid=version == 2)


def _print_config_bpdu(d: Dissection, at: int, length: int, *, rapid: bool) -> None:
    flags = d.u8(at + 4)
    d.put(f", Flags [{bits(_BPDU_FLAGS, flags)}]")
    d.put(f", bridge-id {_bridge_id(d, at + 17)}.{d.u16(at + 25):04x}, length {length}")
    if not d.options.verbose:
        return
    age, max_age, hello, delay = (d.u16(at + offset) / 256 for offset in (27, 29, 31, 33))
    d.put(f"\n\tmessage-age {age:.2f}s, max-age {max_age:.2f}s, hello-time {hello:.2f}s, forwarding-delay {delay:.2f}s")
    d.put(f"\n\troot-id {_bridge_id(d, at + 5)}, root-pathcost {d.u32(at + 13)}")
    if rapid:
        d.put(f", port-role {_PORT_ROLES[flags >> 2 & 3]}")


def _bridge_id(d: Dissection, at: int) -> str:
    return f"{d.u16(at):04x}.{d.octets(at + 2, 6)}"
