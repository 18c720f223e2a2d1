import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynetns.wire import address as a

ADDRESSES = st.integers(0, 0xFFFFFFFF)


@given(ADDRESSES)
def test_an_ipv4_address_survives_the_way_to_text_and_back(address: int) -> None:
    assert a.format_ipv4(address) == str(ipaddress.IPv4Address(address))
    assert a.parse_ipv4(a.format_ipv4(address)) == address
    assert a.unpack_ipv4(a.pack_ipv4(address)) == address


@given(st.binary(min_size=6, max_size=6))
def test_a_mac_survives_the_way_to_text_and_back(mac: bytes) -> None:
    assert a.parse_mac(a.format_mac(mac)) == mac
    assert a.parse_mac(a.format_mac(mac).upper()) == mac


def test_a_mac_may_leave_out_leading_zeros_as_for_ip_link() -> None:
    assert a.parse_mac("2:42:ac:11:0:2") == bytes.fromhex("0242ac110002")


@pytest.mark.parametrize(
    "text",
    ["", "10.0.0", "10.0.0.256", "10.0.0.1 ", "10.0.0.01", "10.0.0.1\n", "1.2.3.4.5", "0x0a.0.0.1", "\u0661.0.0.1"],
)
def test_what_inet_pton_refuses_is_no_ipv4_address(text: str) -> None:
    with pytest.raises(a.AddressError):
        a.parse_ipv4(text)


@pytest.mark.parametrize("text", ["", "02:42:ac:11:00", "02:42:ac:11:00:02:03", "02:42:ac:11:00:g2", "0242ac110002"])
def test_what_ip_link_refuses_is_no_mac(text: str) -> None:
    with pytest.raises(a.AddressError, match="is invalid lladdr"):
        a.parse_mac(text)


@given(st.text())
def test_any_text_is_an_address_or_an_address_error(text: str) -> None:
    for parse in (a.parse_ipv4, a.parse_mac):
        try:
            parse(text)
        except a.AddressError:
            continue


@given(st.integers(0, 32))
def test_a_mask_has_as_many_leading_ones_as_its_length(length: int) -> None:
    assert f"{a.mask(length):032b}" == "1" * length + "0" * (32 - length)


@pytest.mark.parametrize("length", [-1, 33])
def test_a_mask_of_an_impossible_length_is_an_error(length: int) -> None:
    with pytest.raises(a.AddressError):
        a.mask(length)


def test_a_group_takes_its_low_23_bits_to_its_mac() -> None:
    assert a.format_mac(a.multicast_mac(a.parse_ipv4("224.0.0.251"))) == "01:00:5e:00:00:fb"
    assert a.multicast_mac(a.parse_ipv4("239.129.1.2")) == a.multicast_mac(a.parse_ipv4("224.1.1.2"))


@given(ADDRESSES)
def test_the_predicates_agree_with_their_prefixes(address: int) -> None:
    ip = ipaddress.IPv4Address(address)
    expected = {
        a.ipv4_is_loopback: "127.0.0.0/8",
        a.ipv4_is_multicast: "224.0.0.0/4",
        a.ipv4_is_local_multicast: "224.0.0.0/24",
        a.ipv4_is_lbcast: "255.255.255.255/32",
        a.ipv4_is_zeronet: "0.0.0.0/32",
        a.ipv4_is_private_10: "10.0.0.0/8",
        a.ipv4_is_private_172: "172.16.0.0/12",
        a.ipv4_is_private_192: "192.168.0.0/16",
        a.ipv4_is_linklocal_169: "169.254.0.0/16",
    }
    for predicate, prefix in expected.items():
        network = ipaddress.IPv4Network(prefix)
        assert predicate(address) == (ip in network)
        assert predicate(int(network[0]))
        assert predicate(int(network[-1]))
        assert not predicate(int(network[0]) - 1)


def test_broadcast_is_a_group_and_fits_no_device() -> None:
    assert a.is_multicast_mac(a.BROADCAST_MAC)
    assert not a.is_valid_mac(a.BROADCAST_MAC)
    assert a.is_zero_mac(a.ZERO_MAC)
    assert not a.is_valid_mac(a.ZERO_MAC)
    assert a.is_valid_mac(bytes.fromhex("0242ac110002"))
