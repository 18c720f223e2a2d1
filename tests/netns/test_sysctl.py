"""Settings by the kernel's names."""

import pytest

from pynetns import Lab, NetNamespace
from pynetns.netns.sysctl import SysctlError


@pytest.fixture
def host() -> NetNamespace:
    return Lab().netns("host")


def test_a_fresh_namespace_has_the_kernels_defaults(host: NetNamespace) -> None:
    wanted = {"net.ipv4.ip_forward": 0, "net.ipv4.ip_default_ttl": 64, "net.ipv4.conf.all.rp_filter": 0, "net.ipv4.icmp_ratelimit": 1000,
              "net.ipv4.neigh.default.gc_thresh3": 1024, "net.ipv4.ipfrag_time": 30, "net.bridge.bridge-nf-call-iptables": 1,
              "net.ipv4.ip_local_port_range": "32768\t60999", "net.ipv4.conf.lo.send_redirects": 1}
    assert {key: host.sysctl[key] for key in wanted} == wanted


def test_every_key_reads_and_takes_back_what_it_says_or_is_only_to_be_read(host: NetNamespace) -> None:
    refused = set()
    for key in host.sysctl:
        value = host.sysctl[key]
        try:
            host.sysctl[key] = value
        except SysctlError:
            refused.add(key.replace("net.ipv4.conf.all", "").replace("net.ipv4.conf.default", "").replace("net.ipv4.conf.lo", ""))
        assert host.sysctl[key] == value
    assert refused == {"net.netfilter.nf_conntrack_count", ".mc_forwarding", "net.ipv4.tcp_allowed_congestion_control",
                       "net.ipv4.tcp_available_congestion_control", "net.ipv4.tcp_ehash_entries", "net.ipv4.udp_hash_entries"}


def test_slashes_and_dots_name_the_same(host: NetNamespace) -> None:
    host.sysctl["net/ipv4/conf/lo/rp_filter"] = "2"
    assert host.sysctl["net.ipv4.conf.lo.rp_filter"] == 2


def test_forwarding_for_all_is_ip_forward_and_reaches_every_device(host: NetNamespace) -> None:
    host.dummy("d0")
    host.sysctl["net.ipv4.ip_forward"] = 1
    keys = [f"net.ipv4.conf.{scope}.forwarding" for scope in ("all", "default", "lo", "d0")]
    assert [host.sysctl[key] for key in keys] == [1, 1, 1, 1]
    host.sysctl["net.ipv4.conf.d0.forwarding"] = 0
    assert (host.sysctl["net.ipv4.ip_forward"], host.sysctl["net.ipv4.conf.d0.forwarding"]) == (1, 0)


def test_a_new_device_has_what_default_says(host: NetNamespace) -> None:
    host.sysctl["net.ipv4.conf.default.rp_filter"] = 2
    host.dummy("d0")
    assert (host.sysctl["net.ipv4.conf.d0.rp_filter"], host.sysctl["net.ipv4.conf.lo.rp_filter"]) == (2, 0)


def test_settings_are_the_namespaces_own(host: NetNamespace) -> None:
    other = host.lab.netns("other")
    host.sysctl["net.ipv4.ip_default_ttl"] = 9
    assert other.sysctl["net.ipv4.ip_default_ttl"] == 64


@pytest.mark.parametrize(("key", "value", "words"), [
    ("net.ipv4.nosuch", 1, "No such file or directory"), ("net.ipv4.conf.nosuch.rp_filter", 1, "No such file or directory"),
    ("net.ipv4.ip_forward", "x", "Invalid argument"), ("net.ipv4.ip_default_ttl", 256, "Invalid argument"),
    ("net.ipv4.ip_local_port_range", "5 4", "Invalid argument"), ("net.ipv4.ip_local_port_range", "5", "Invalid argument"),
])
def test_what_is_no_setting_or_no_value_is_refused_and_nothing_changes(host: NetNamespace, key: str, value: str | int, words: str) -> None:
    before = {key: host.sysctl[key] for key in host.sysctl}
    with pytest.raises(SysctlError, match=words):
        host.sysctl[key] = value
    assert {key: host.sysctl[key] for key in host.sysctl} == before


def test_the_hop_limit_of_what_a_host_sends_is_its_setting(host: NetNamespace) -> None:
    device = host.dummy("d0")
    device.up()
    device.add_address("10.0.0.1/24")
    capture = device.capture()
    host.sysctl["net.ipv4.ip_default_ttl"] = 9
    host.socket().sendto(b"x", ("10.0.0.2", 9))
    assert [frame[22] for frame in capture.frames] == [9]
