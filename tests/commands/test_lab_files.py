"""What a write to a file below /proc/sys/net and /sys/class/net does: values and refusals are those of Linux 6.18."""

import errno

import pytest

from pynetns import Lab
from pynetns.commands import lab_files
from pynetns.commands.file_nodes import File, Folder, Link


@pytest.fixture
def lab() -> Lab:
    """br0 with 10.0.0.1/24 and the port v0, a blackhole and a gateway."""
    lab = Lab(seed=1)
    for line in ("ip link set lo up", "ip link add br0 type bridge", "ip link add v0 type veth peer name v1", "ip link set v0 master br0",
                 "ip link set v0 up", "ip link set v1 up", "ip link set br0 up", "ip addr add 10.0.0.1/24 dev br0",
                 "ip route add 10.9.0.0/16 via 10.0.0.7", "ip route add blackhole 10.10.0.0/16"):
        assert lab.run(line).returncode == 0
    return lab


def node(lab: Lab, path: str) -> File:
    found = lab_files.resolve(lab.host, path)
    assert isinstance(found, File), path
    return found


def written(lab: Lab, path: str, value: str) -> int:
    """The errno of the write, 0 where it succeeds."""
    try:
        node(lab, path).write(f"{value}\n".encode())
    except OSError as refusal:
        return refusal.errno or -1
    return 0


@pytest.mark.parametrize(("path", "value", "error", "shown"), [
    ("/sys/class/net/v0/mtu", "1300", 0, "1300"), ("/sys/class/net/v0/mtu", "0x500", 0, "1280"),
    ("/sys/class/net/v0/mtu", "010", 22, "1500"), ("/sys/class/net/v0/mtu", "abc", 22, "1500"),
    ("/sys/class/net/v0/mtu", " 1400", 22, "1500"), ("/sys/class/net/v0/mtu", "70000", 22, "1500"),
    ("/sys/class/net/v0/tx_queue_len", "5", 0, "5"), ("/sys/class/net/v0/tx_queue_len", "99999999999", 34, "1000"),
    ("/sys/class/net/v0/ifalias", "hello world", 0, "hello world"), ("/sys/class/net/v0/carrier", "0", 95, "1"),
    ("/sys/class/net/v0/flags", "0x1002", 0, "0x1302"), ("/sys/class/net/v0/threaded", "1", 95, "0"),
    ("/sys/class/net/br0/bridge/ageing_time", "1", 0, "0"), ("/sys/class/net/br0/bridge/ageing_time", "1000", 0, "1000"),
    ("/sys/class/net/br0/bridge/hello_time", "0", 34, "200"), ("/sys/class/net/br0/bridge/priority", "99999999", 0, "57599"),
    ("/sys/class/net/br0/bridge/group_fwd_mask", "1", 22, "0x0"), ("/sys/class/net/br0/bridge/group_fwd_mask", "8", 0, "0x8"),
    ("/sys/class/net/br0/bridge/multicast_router", "3", 22, "1"), ("/sys/class/net/br0/bridge/group_addr", "1", 22, "01:80:c2:00:00:00"),
    ("/sys/class/net/v0/brport/path_cost", "0", 34, "2"), ("/sys/class/net/v0/brport/path_cost", "5x", 0, "5"),
    ("/sys/class/net/v0/brport/priority", "64", 34, "32"), ("/sys/class/net/v0/brport/hairpin_mode", "8", 0, "1"),
    ("/sys/class/net/v0/brport/group_fwd_mask", "5", 0, "0x5"), ("/sys/class/net/v0/brport/group_fwd_mask", "2", 22, "0x0"),
    ("/proc/sys/net/ipv4/ip_forward", "7x", 22, "0"), ("/proc/sys/net/ipv4/ip_forward", " 3", 0, "3"),
    ("/proc/sys/net/ipv4/ip_local_port_range", "1 2", 22, "32768\t60999"),
    ("/proc/sys/net/ipv4/ip_local_port_range", "4096 5000 6000", 0, "4096\t5000"),
    ("/proc/sys/net/ipv4/tcp_rmem", "256", 0, "256\t131072\t33554432"), ("/proc/sys/net/ipv4/tcp_rmem", "0", 22, "4096\t131072\t33554432"),
    ("/proc/sys/net/ipv4/ping_group_range", "0", 0, "0\t0"), ("/proc/sys/net/ipv4/ping_group_range", "4 3", 0, "1\t0"),
    ("/proc/sys/net/ipv4/ip_local_reserved_ports", "5,1,2-3", 0, "1-3,5"), ("/proc/sys/net/ipv4/ip_local_reserved_ports", "1 2", 22, ""),
    ("/proc/sys/net/ipv4/tcp_congestion_control", "nope", 2, "bbr"), ("/proc/sys/net/ipv4/tcp_congestion_control", "reno", 0, "reno"),
    ("/proc/sys/net/netfilter/nf_log/2", "NONE", 0, "NONE"), ("/proc/sys/net/netfilter/nf_log/2", "nope", 2, "nf_log_ipv4"),
    ("/proc/sys/net/bridge/bridge-nf-call-iptables", "2", 0, "1"), ("/proc/sys/net/ipv4/conf/all/mc_forwarding", "1", 13, "0"),
])
def test_a_write_does_what_the_kernel_does(lab: Lab, path: str, value: str, error: int, shown: str) -> None:
    assert written(lab, path, value) == error
    assert node(lab, path).read().decode().removesuffix("\n") == shown


def test_what_is_one_for_the_machine_is_the_initial_namespaces(lab: Lab) -> None:
    other = lab.netns("other")
    assert lab_files.find(lab.host, "/proc/sys/net/core/default_qdisc") and not lab_files.find(other, "/proc/sys/net/core/default_qdisc")
    assert lab_files.find(lab.host, "/proc/sys/net/ipv4/neigh/default") and not lab_files.find(other, "/proc/sys/net/ipv4/neigh/default")
    own, others = (lab_files.find(namespace, "/proc/sys/net/core/rmem_max") for namespace in (lab.host, other))
    assert isinstance(own, File) and isinstance(others, File) and (own.permissions, others.permissions) == (0o644, 0o444)


def test_every_name_in_a_listing_is_there_and_can_be_read_or_says_why_not(lab: Lab) -> None:
    refused: set[tuple[str, int | None]] = set()

    def walk(path: str) -> int:
        found = lab_files.find(lab.host, path)
        assert found is not None, path
        if isinstance(found, Folder):
            return sum(walk(f"{path}/{name}") for name in found.names())
        if isinstance(found, Link):
            assert lab_files.resolve(lab.host, path) is not None or path.endswith("/subsystem")
        elif found.show is not None:
            try:
                found.read()
            except OSError as refusal:
                refused.add((path.rpartition("/")[2], refusal.errno))
        return 1

    assert sum(walk(root) for root in ("/proc/net", "/proc/sys/net", "/sys/class/net", "/sys/devices/virtual/net")) > 700
    assert refused == {("speed", errno.EINVAL), ("duplex", errno.EINVAL), ("autosuspend_delay_ms", errno.EIO),
                       ("traffic_class", errno.EOPNOTSUPP)}


def test_the_trie_is_the_kernels(lab: Lab) -> None:
    trie = node(lab, "/proc/net/fib_trie").read().decode()
    assert trie.startswith("""\
Main:
  +-- 0.0.0.0/1 2 0 2
     +-- 10.0.0.0/12 2 1 2
        +-- 10.0.0.0/24 2 0 2
           +-- 10.0.0.0/31 1 0 0
              |-- 10.0.0.0
                 /24 link UNICAST
              |-- 10.0.0.1
                 /32 host LOCAL
           |-- 10.0.0.255
              /32 link BROADCAST
        +-- 10.8.0.0/14 2 0 2
           |-- 10.9.0.0
              /16 universe UNICAST
           |-- 10.10.0.0
              /16 universe BLACKHOLE
     +-- 127.0.0.0/8 2 0 2
        +-- 127.0.0.0/31 1 0 0
           |-- 127.0.0.0
              /8 host LOCAL
           |-- 127.0.0.1
              /32 host LOCAL
        |-- 127.255.255.255
           /32 link BROADCAST
Local:
""")
    statistics = node(lab, "/proc/net/fib_triestat").read().decode().split("\n")
    assert statistics[1:11] == ["Main:", "\tAver depth:     3.12", "\tMax depth:      4", "\tLeaves:         8", "\tPrefixes:       8",
                                "\tInternal nodes: 7", "\t  1: 2  2: 5", "\tPointers: 24", "Null ptrs: 10", "Total size: 2  kB"]


def test_a_list_of_recent_addresses_is_a_file(lab: Lab) -> None:
    assert lab.run("iptables -A INPUT -p icmp -m recent --name knock --set").returncode == 0
    lab.run("ping -c 1 127.0.0.1")
    assert node(lab, "/proc/net/xt_recent/knock").read().startswith(b"src=127.0.0.1 ttl: 64 last_seen: ")
    assert written(lab, "/proc/net/xt_recent/knock", "+10.0.0.9") == 0
    assert written(lab, "/proc/net/xt_recent/knock", "-127.0.0.1") == 0
    assert node(lab, "/proc/net/xt_recent/knock").read().startswith(b"src=10.0.0.9 ttl: 0 last_seen: ")
    assert [written(lab, "/proc/net/xt_recent/knock", text) for text in ("10.0.0.1", "+999.1.1.1", "/")] == [22, 22, 0]
    assert node(lab, "/proc/net/xt_recent/knock").read() == b""
