"""What is on the wire: sans-I/O codecs for Ethernet, ARP, IPv4, ICMP, UDP and TCP, and for capture files.

All codecs have one shape. A frozen dataclass names the fields; `parse(data)` gives the object, or None where the shape
alone makes Linux drop the packet (too short, wrong version, a length that cannot be); `emit()` gives the bytes with
valid checksums. Checksums are verified separately, by `checksum_valid()` beside each codec: whether Linux looks at one
depends on who asks (forwarding never sees a UDP checksum, a socket always does). IPv4 addresses are ints, MAC
addresses are the six bytes, and a payload is `bytes`.
"""
