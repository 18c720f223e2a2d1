"""tcpdump's text for ARP, and its names of protocols: print-arp.c and ethertype_values of tcpdump 4.99.3."""

from pynetns.commands.tcpdump_dissection import Dissection

ETHERTYPES = {
    0x0800: "IPv4",
    0x8847: "MPLS unicast",
    0x8848: "MPLS multicast",
    0x86DD: "IPv6",
    0x8100: "802.1Q",
    0x9100: "802.1Q-9100",
    0x88A8: "802.1Q-QinQ",
    0x9200: "802.1Q-9200",
    0x88E5: "802.1AE MACsec",
    0x0200: "PUP",
    0x0806: "ARP",
    0x8035: "Reverse ARP",
    0x0600: "NS",
    0x0500: "Sprite",
    0x1000: "Trail",
    0x6001: "MOP DL",
    0x6002: "MOP RC",
    0x6003: "DN",
    0x6004: "LAT",
    0x6007: "SCA",
    0x6558: "TEB",
    0x8038: "Lanbridge",
    0x803C: "DEC DNS",
    0x803E: "DEC DTS",
    0x805B: "VEXP",
    0x805C: "VPROD",
    0x809B: "Appletalk",
    0x80F3: "Appletalk ARP",
    0x8137: "IPX",
    0x880B: "PPP",
    0x8808: "MPCP",
    0x8809: "Slow Protocols",
    0x8863: "PPPoE D",
    0x8864: "PPPoE S",
    0x888E: "EAPOL",
    0x8899: "Realtek protocols",
    0x886F: "MS NLB heartbeat",
    0x8870: "Jumbo",
    0x894F: "NSH",
    0x9000: "Loopback",
    0xFEFE: "OSI",
    0x00FE: "GRE-OSI",
    0xABCD: "CFM (old)",
    0x8902: "CFM",
    0x893A: "IEEE1905.1",
    0x88CC: "LLDP",
    0x88CA: "TIPC",
    0x0707: "GeoNet (old)",
    0x8947: "GeoNet",
    0x1111: "CALM FAST",
    0x88A2: "AoE",
    0x88F7: "PTP",
    0xD28B: "Arista Vendor Specific Protocol",
}
_ARP_OPERATIONS = {
    1: "Request",
    2: "Reply",
    3: "Reverse Request",
    4: "Reverse Reply",
    8: "Inverse Request",
    9: "Inverse Reply",
    10: "NACK Reply",
}
_ARP_HARDWARE = {
    1: "Ethernet",
    6: "TokenRing",
    7: "ArcNet",
    15: "FrameRelay",
    23: "Strip",
    24: "IEEE 1394",
    19: "ATM",
    32: "InfiniBand",
}


def print_arp(d: Dissection, at: int, length: int) -> None:
    """arp_print()"""
    d.protocol = "arp"
    d.need(at, 8)
    hardware, protocol, hlen, plen, operation = (
        d.u16(at),
        d.u16(at + 2),
        d.u8(at + 4),
        d.u8(at + 5),
        d.u16(at + 6),
    )
    sha = at + 8
    spa = sha + hlen
    tha = spa + plen
    tpa = tha + hlen
    d.need(tpa, plen)
    if not d.options.link_level:
        d.put("ARP, ")
    foreign = protocol not in (0x0800, 0x1000) or plen != 4 or hlen == 0
    if foreign or d.options.verbose:
        d.put(
            f"{_ARP_HARDWARE.get(hardware, f'Unknown Hardware ({hardware})')} (len {hlen}), "
            f"{ETHERTYPES.get(protocol, f'Unknown Protocol (0x{protocol:04x})')} (len {plen})"
        )
        if not d.options.verbose:
            d.put(f", length {length}")
            return
        d.put(", ")
    d.put(f"{_ARP_OPERATIONS.get(operation, f'Unknown ({operation})')} ")

    def address(where: int) -> str:
        if protocol not in (0x0800, 0x1000):
            return "<wrong proto type>"
        return d.ip(where) if plen == 4 else "<wrong len>"

    if operation == 1:
        hint = f" ({d.octets(tha, hlen)})" if any(d.data[tha:tpa]) else ""
        d.put(f"who-has {address(tpa)}{hint} tell {address(spa)}")
    elif operation == 2:
        d.put(f"{address(spa)} is-at {d.octets(sha, hlen)}")
    elif operation in (3, 8):
        d.put(f"who-is {d.octets(tha, hlen)} tell {d.octets(sha, hlen)}")
    elif operation == 4:
        d.put(f"{d.octets(tha, hlen)} at {address(tpa)}")
    elif operation == 9:
        d.put(f"{d.octets(sha, hlen)} at {address(spa)}")
    else:
        d.put_unknown(at, d.end - at)
        return
    d.put(f", length {length}")
