"""A Docker networking tutorial typed along: each value follows from the lab, none is stored."""

import re

import pytest

from pynetns import Lab
from tests.docker.typist import Typist

CONTAINERS = ("docker run -itd --name busybox busybox", "docker run -itd --name busybox2 busybox")


@pytest.fixture
def host() -> Typist:
    return Typist(*CONTAINERS)


def test_docker0_is_a_bridge_with_a_port_for_each_container(host: Typist) -> None:
    mac = host.lab["host"].devices["docker0"].mac.hex()
    lines = host.type("brctl show").splitlines()
    assert lines[1].split()[:3] == ["docker0", f"8000.{mac}", "no"]
    ports = [line.split()[-1] for line in lines[1:]]
    assert len(ports) == 2 and all(re.fullmatch(r"veth[0-9a-f]{7}", port) for port in ports)


def test_the_network_knows_both_containers(host: Typist) -> None:
    containers = host.inspect("network inspect bridge")["Containers"].values()
    assert {(c["Name"], c["MacAddress"], c["IPv4Address"]) for c in containers} == {
        ("busybox", "02:42:ac:11:00:02", "172.17.0.2/16"), ("busybox2", "02:42:ac:11:00:03", "172.17.0.3/16")}


def test_containers_ping_each_other_in_busyboxs_words(host: Typist) -> None:
    text = host.type("docker exec busybox ping -c 1 172.17.0.3")
    assert text.startswith("PING 172.17.0.3 (172.17.0.3): 56 data bytes\n64 bytes from 172.17.0.3: seq=0 ttl=64 time=0.000 ms\n")
    assert "1 packets transmitted, 1 packets received, 0% packet loss" in text


def test_routes_lead_out_by_docker0(host: Typist) -> None:
    inside = [line.split() for line in host.type("docker exec busybox route -n").splitlines()[2:]]
    assert [(r[0], r[1], r[3], r[7]) for r in inside] == [("0.0.0.0", "172.17.0.1", "UG", "eth0"), ("172.17.0.0", "0.0.0.0", "U", "eth0")]
    assert any(line.split()[0] == "172.17.0.0" and line.endswith("docker0") for line in host.type("route -n").splitlines())


def test_a_traced_ping_shows_the_bridge_the_port_and_both_macs(host: Typist) -> None:
    host.type("docker exec busybox ping -c 1 172.17.0.3")
    host.type("iptables -t raw -A PREROUTING -p icmp -j TRACE")
    host.type("docker exec busybox ping -c 1 172.17.0.3")
    first = host.type("dmesg").splitlines()[0]
    port = host.type("brctl show").splitlines()[2].split()[-1]
    assert f"TRACE: raw:PREROUTING:policy:2 IN=docker0 OUT= PHYSIN={port} MAC=02:42:ac:11:00:03:02:42:ac:11:00:02:08:00 " in first
    assert re.search(r"SRC=172\.17\.0\.2 DST=172\.17\.0\.3 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=\d+ DF PROTO=ICMP TYPE=8 CODE=0", first)


def test_the_host_pings_its_containers_and_lists_their_macs(host: Typist) -> None:
    for address in ("172.17.0.2", "172.17.0.3"):
        assert f"64 bytes from {address}: icmp_seq=1 ttl=64" in host.type(f"ping -c1 {address}")
    arp = host.type("cat /proc/net/arp")
    assert "172.17.0.2       0x1         0x2         02:42:ac:11:00:02     *        docker0" in arp
    assert "02:42:ac:11:00:03" in arp


@pytest.mark.parametrize("asking", ["lan", "host by loopback", "host", "another container", "the container itself"])
@pytest.mark.parametrize("proxy", ["true", "false"])
def test_a_published_port_answers_whoever_asks(asking: str, proxy: str) -> None:
    lab = Typist(*CONTAINERS, daemon=f"dockerd --userland-proxy={proxy}").lab
    run = {"lan": "ip netns exec lan curl -s http://192.168.1.10:8080/",
           "host by loopback": "ip netns exec host curl -s http://127.0.0.1:8080/",
           "host": "ip netns exec host curl -s http://192.168.1.10:8080/",
           "another container": "ip netns exec host docker exec busybox wget -q -O - http://192.168.1.10:8080/",
           "the container itself": "ip netns exec host docker exec web curl -s http://192.168.1.10:8080/"}
    assert not lab.run("ip netns exec host docker run -d --name web -p 8080:80 nginx").returncode
    assert "Welcome to nginx!" in str(lab.run(run[asking]))


def test_published_ports_are_in_the_nat_table(host: Typist) -> None:
    host.type("docker run -d --name web -p 80:80 nginx")
    table = host.type("iptables -t nat -L DOCKER -n")
    assert re.search(r"^RETURN +\S+ +-- ", table, re.MULTILINE) and "tcp dpt:80 to:172.17.0.4:80" in table
    assert "0.0.0.0:80->80/tcp, :::80->80/tcp" in host.type("docker ps")


def test_a_taken_port_is_refused_and_the_container_stays_created(host: Typist) -> None:
    host.type("docker run -d --name web -p 80:80 nginx")
    text = host.type("docker run -d --name web2 -p 80:80 nginx", status=125)
    assert re.search(r"docker: Error response from daemon: driver failed programming external connectivity "
                     r"on endpoint web2 \([0-9a-f]{64}\): "
                     r"Bind for 0\.0\.0\.0:80 failed: port is already allocated\.\n$", text)
    assert host.inspect("inspect web2")["State"]["ExitCode"] == 128
    assert host.type("docker exec web2 true", status=1).startswith("Error response from daemon: Container ")


def test_host_mode_is_the_hosts_own_network(host: Typist) -> None:
    before = host.type("ip -br link")
    host.type("docker run -d --name h --network host busybox")
    assert host.type("ip -br link") == before
    entry, = host.inspect("network inspect host")["Containers"].values()
    assert (entry["Name"], entry["MacAddress"], entry["IPv4Address"]) == ("h", "", "")


def test_none_has_lo_only(host: Typist) -> None:
    host.type("docker run -d --name n --network none busybox")
    assert host.type("docker exec n ip -br link").split()[0] == "lo"
    assert len(host.type("docker exec n ip -br link").splitlines()) == 1


def test_container_mode_shares_a_namespace_that_goes_with_the_last(host: Typist) -> None:
    host.type("docker run -d --name shared --network container:busybox busybox")
    assert host.type("docker exec shared ifconfig") == host.type("docker exec busybox ifconfig")
    host.type("docker stop busybox2")
    assert len(host.type("brctl show").splitlines()) == 2


def test_promiscuous_mode_shows(host: Typist) -> None:
    host.type("ifconfig ens33 promisc")
    assert host.type("ifconfig ens33").startswith("ens33: flags=4419<UP,BROADCAST,RUNNING,PROMISC,MULTICAST>  mtu 1500\n")


def test_names_are_known_on_user_networks_only(host: Typist) -> None:
    host.type("docker network create net1")
    host.type("docker run -d --name a --network net1 alpine")
    host.type("docker run -d --name b --network net1 --network-alias db ubuntu")
    assert "64 bytes from 172.18.0.3: seq=0" in host.type("docker exec a ping -c 1 b")
    assert "64 bytes from a.net1 (172.18.0.2): icmp_seq=1" in host.type("docker exec b ping -c 1 a")
    assert "Address: 172.18.0.3" in host.type("docker exec a nslookup db")
    assert host.type("docker exec a ping -c 1 busybox", status=1) == "ping: bad address 'busybox'\n"


def test_macvlan_containers_of_two_hosts_ping_each_other_and_not_their_own_host() -> None:
    lab = Lab()
    script = """\
ip netns add sw
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip netns add h1
ip netns add h2
"""
    for n, address in ((1, "172.16.3.141"), (2, "172.16.3.142")):
        script += (f"ip -n h{n} link add ens33 type veth peer name p{n} netns sw\nip -n sw link set p{n} master br0 up\n"
                   f"ip -n h{n} addr add {address}/24 dev ens33\nip -n h{n} link set ens33 up\nip -n h{n} link set ens33 promisc on\n"
                   f"ip netns exec h{n} dockerd\n"
                   f"ip netns exec h{n} docker network create -d macvlan --subnet 172.16.3.0/24 --gateway 172.16.3.2 "
                   "-o parent=ens33 sup-net\n")
    script += ("ip netns exec h1 docker run -itd --name aaa --network sup-net --ip 172.16.3.100 busybox\n"
               "ip netns exec h2 docker run -itd --name bbb --network sup-net --ip 172.16.3.101 busybox\n")
    for line in script.splitlines():
        done = lab.run(line)
        assert not done.returncode, f"{line}: {done}"
    assert "1 packets received" in str(lab.run("ip netns exec h1 docker exec aaa ping -c 1 172.16.3.101"))
    assert "1 packets received" in str(lab.run("ip netns exec h2 docker exec bbb ping -c 1 172.16.3.100"))
    assert "0 packets received" in str(lab.run("ip netns exec h1 docker exec aaa ping -c 1 -W 1 172.16.3.141"))
    assert "1 packets received" in str(lab.run("ip netns exec h1 docker exec aaa ping -c 1 172.16.3.142"))
