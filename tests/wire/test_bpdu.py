"""The messages of the spanning tree protocol."""

from pynetns.wire import bpdu
from pynetns.wire.bpdu import ConfigBpdu

SENDER = bytes.fromhex("020000000102")
# What the kernel sent: a root with a forward delay of 4 seconds and a maximum age of 8, the topology changing.
SAID = bytes.fromhex("0180c200000002000000010200264242030000000001800002000000000100000000800002000000000180010000080002000400")


def test_a_message_of_the_kernels_is_read_and_written_again() -> None:
    message = ConfigBpdu.parse(bpdu.payload_of(SAID) or b"")
    assert message == ConfigBpdu(root=bytes.fromhex("8000020000000001"), root_path_cost=0, bridge=bytes.fromhex("8000020000000001"),
                                 port_id=0x8001, message_age=0, max_age=8 * 256, hello_time=2 * 256, forward_delay=4 * 256,
                                 topology_change=True)
    assert bpdu.frame(SENDER, message.emit()) == SAID


def test_padding_is_no_part_of_a_message() -> None:
    assert bpdu.payload_of(SAID + bytes(8)) == bpdu.payload_of(SAID)


def test_what_is_cut_or_of_another_kind_is_no_message() -> None:
    assert bpdu.payload_of(SAID[:-1]) is None
    assert bpdu.payload_of(SAID[:14] + b"\xaa\xaa\x03" + SAID[17:]) is None
    assert ConfigBpdu.parse(SAID[17:-1]) is None
    assert ConfigBpdu.parse(bpdu.TCN) is None
