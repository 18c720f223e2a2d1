"""What every device has: names, indexes, flags, MTU, addresses, and who is told."""

import pytest

from pynetns import Lab, NetlinkError, NetNamespace
from support import ethernet, mac


@pytest.fixture
def host() -> NetNamespace:
    return Lab().netns("host")


def test_devices_have_rising_indexes_and_are_listed_in_that_order(host: NetNamespace) -> None:
    for name in ("z", "a", "m"):
        host.dummy(name)
    host.devices["a"].delete()
    host.dummy("b")
    assert {name: device.index for name, device in host.devices.items()} == {"lo": 1, "z": 2, "m": 4, "b": 5}


def test_a_rename_keeps_the_index_the_order_and_the_addresses(host: NetNamespace) -> None:
    device = host.dummy("d0")
    host.dummy("d1")
    device.add_address("10.0.0.1/24")
    device.rename("uplink")
    assert list(host.devices) == ["lo", "uplink", "d1"]
    assert host.devices["uplink"] is device
    assert [address.device.name for address in host.addresses] == ["uplink"]


def test_flags_follow_what_was_set(host: NetNamespace) -> None:
    device = host.dummy("d0")
    assert device.flags == ("BROADCAST", "NOARP", "MULTICAST")
    device.up()
    device.set_arp(on=True)
    device.set_promisc(on=True)
    device.set_allmulti(on=True)
    assert device.flags == ("BROADCAST", "PROMISC", "ALLMULTI", "MULTICAST", "UP", "LOWER_UP")
    assert host.lo.flags == ("LOOPBACK",)


def test_an_mtu_beyond_the_devices_limits_is_refused_and_nothing_changes(host: NetNamespace) -> None:
    other = host.lab.netns("other")
    near, _ = host.lab.veth((host, "v0"), (other, "v0"))
    for mtu, words in ((67, "Error: mtu less than device minimum."), (65536, "Error: mtu greater than device maximum.")):
        with pytest.raises(NetlinkError) as caught:
            near.set_mtu(mtu)
        assert str(caught.value) == words
    assert near.mtu == 1500


@pytest.mark.parametrize("address", ["01:00:00:00:00:01", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"])
def test_a_group_address_is_no_devices(host: NetNamespace, address: str) -> None:
    device = host.dummy("d0", mac=mac(1))
    with pytest.raises(NetlinkError, match="Cannot assign requested address"):
        device.set_mac(bytes.fromhex(address.replace(":", "")))
    with pytest.raises(NetlinkError):
        host.dummy("d1", mac=address)
    assert device.mac.hex(":") == mac(1)
    assert list(host.devices) == ["lo", "d0"]


def test_lo_can_neither_be_deleted_nor_moved(host: NetNamespace) -> None:
    with pytest.raises(NetlinkError):
        host.lo.delete()
    with pytest.raises(NetlinkError, match="netns is immutable"):
        host.lo.set_namespace(host.lab.host)
    assert list(host.devices) == ["lo"]


def test_a_dummy_swallows_and_counts(host: NetNamespace) -> None:
    device = host.dummy("d0")
    device.up()
    frame = ethernet(mac(1), mac(2))
    device.inject([frame, frame])
    assert {name: value for name, value in device.stats if value} == {"tx_packets": 2, "tx_bytes": 2 * len(frame)}


def test_a_device_that_is_down_sends_nothing(host: NetNamespace) -> None:
    device = host.dummy("d0")
    device.inject(ethernet(mac(1), mac(2)))
    assert {name: value for name, value in device.stats if value} == {"tx_dropped": 1}


def test_taking_a_device_down_takes_its_routes_and_leaves_its_addresses(host: NetNamespace) -> None:
    device = host.dummy("d0")
    device.up()
    device.add_address("10.0.0.1/24")
    host.routes.add("10.9.0.0/16", via="10.0.0.2")
    assert [str(route.destination) for route in host.routes] == ["10.0.0.0/24", "10.9.0.0/16"]
    device.down()
    assert (list(host.routes), [str(address) for address in host.addresses]) == ([], ["10.0.0.1/24"])
    device.up()
    assert [str(route.destination) for route in host.routes] == ["10.0.0.0/24"]
