"""What ping(8) says of the IP options of a reply: pr_options() of iputils."""

from pynetns.commands.ping_options import OptionsText, timestamp_option
from pynetns.wire.address import parse_ipv4

ROUTE = bytes((1, 7, 11, 12, 10, 0, 0, 1, 10, 0, 0, 2, 0))


def test_a_recorded_route_is_written_once_and_then_called_the_same() -> None:
    text = OptionsText(flood=False)
    assert text(ROUTE) == "\nRR: \t10.0.0.1\n\t10.0.0.2\n"
    assert text(ROUTE) == "\t(same route)"
    assert text(ROUTE.replace(b"\x02\0", b"\x03\0")) == "\nRR: \t10.0.0.1\n\t10.0.0.3\n"


def test_each_time_stamp_is_the_difference_from_the_one_before() -> None:
    stamps = bytes((68, 12, 13, 0x20)) + (1000).to_bytes(4, "big") + (1007).to_bytes(4, "big")
    assert OptionsText(flood=False)(stamps) == "\nTS: \t1000 absolute\n\t7\nUnrecorded hops: 2\n"


def test_a_time_stamp_that_is_not_standard_is_told_from_the_others() -> None:
    stamps = bytes((68, 12, 13, 0)) + (1000).to_bytes(4, "big") + (1 << 31 | 5).to_bytes(4, "big")
    assert OptionsText(flood=False)(stamps) == "\nTS: \t1000 absolute\n\t5 absolute not-standard\n"


def test_hops_that_have_not_stamped_are_not_shown() -> None:
    option = timestamp_option("tsprespec", [parse_ipv4("10.0.0.1"), parse_ipv4("10.0.0.2")])
    assert option[:4] == bytes((68, 20, 5, 3))
    assert OptionsText(flood=False)(option) == ""


def test_options_that_are_cut_off_are_no_trouble() -> None:
    for length in range(len(ROUTE)):
        for first in (7, 68, 131, 99):
            OptionsText(flood=False)(bytes((first,)) + ROUTE[2:length])
