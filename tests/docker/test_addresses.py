"""Which pool a network gets, which address and MAC a container has, and what devices are called."""

import re

import pytest

from tests.docker.typist import Typist


def subnet(host: Typist, name: str) -> str:
    return str(host.inspect(f"network inspect {name}")["IPAM"]["Config"][0]["Subnet"])


def test_pools_are_given_in_order_until_all_are_used() -> None:
    host = Typist()
    expected = [f"172.{n}.0.0/16" for n in range(18, 32)] + [f"192.168.{n}.0/20" for n in range(0, 256, 16)]
    expected.remove("192.168.0.0/20")  # the host has a route into it
    given = []
    for n in range(len(expected)):
        host.type(f"docker network create n{n}")
        given.append(subnet(host, f"n{n}"))
    assert given == expected
    assert host.ask("docker network create more")[1] == (
        "Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the "
        "network\n")


def test_pools_are_given_round_robin_and_from_the_start_after_a_restart() -> None:
    host = Typist("docker network create a", "docker network rm a", "docker network create b")
    assert subnet(host, "b") == "172.19.0.0/16"
    host.type("docker network rm b")
    host.type("systemctl restart docker")
    host.type("docker network create c")
    assert subnet(host, "c") == "172.18.0.0/16"


def test_the_default_bridge_avoids_what_the_host_reaches() -> None:
    host = Typist("ip route add 172.17.5.0/24 via 192.168.1.1", "dockerd", daemon="true")
    assert "172.18.0.1/16" in host.type("ip addr show docker0")


def test_a_given_subnet_may_hide_a_route_of_the_host() -> None:
    host = Typist("docker network create --subnet 192.168.1.0/24 over")
    assert subnet(host, "over") == "192.168.1.0/24"


def test_docker0_keeps_its_address_and_mac_over_a_restart() -> None:
    host = Typist(daemon="dockerd --bip 10.9.0.1/24")
    before = host.type("ip -o link show docker0")
    host.type("systemctl restart docker")
    assert "10.9.0.1/24" in host.type("ip addr show docker0")
    assert host.type("ip -o link show docker0").split("link/ether")[1] == before.split("link/ether")[1]


def test_the_lowest_free_address_is_given_and_a_stopped_container_loses_its_own() -> None:
    host = Typist(*(f"docker run -d --name c{n} busybox" for n in (2, 3, 4)))
    host.type("docker stop c2 c3")
    host.type("docker run -d --name new busybox")
    host.type("docker start c2")
    assert [host.look(".NetworkSettings.IPAddress", name) for name in ("new", "c2", "c4", "c3")] == [
        "172.17.0.2", "172.17.0.3", "172.17.0.4", ""]


@pytest.mark.parametrize(("options", "gateway", "first"), [
    ("", "172.18.0.1", "172.18.0.2"),
    ("--subnet 10.1.0.0/24", "10.1.0.1", "10.1.0.2"),
    ("--subnet 10.1.0.0/24 --gateway 10.1.0.254", "10.1.0.254", "10.1.0.1"),
    ("--subnet 10.1.0.0/24 --ip-range 10.1.0.128/25", "10.1.0.128", "10.1.0.129"),
    ("--subnet 10.1.0.0/24 --ip-range 10.1.0.128/25 --gateway 10.1.0.1", "10.1.0.1", "10.1.0.128"),
    ("--subnet 10.1.0.0/24 --aux-address other=10.1.0.2", "10.1.0.1", "10.1.0.3")])
def test_the_gateway_is_asked_for_first(options: str, gateway: str, first: str) -> None:
    host = Typist(f"docker network create {options} net", "docker run -d --name web --network net nginx")
    found = "{{range .NetworkSettings.Networks}}{{.Gateway}} {{.IPAddress}}{{end}}"
    assert host.type(f"docker inspect -f '{found}' web").split() == [gateway, first]


def test_an_address_may_be_asked_for_and_goes_with_it_over_restarts() -> None:
    host = Typist("docker network create --subnet 10.1.0.0/24 net", "docker run -d --name web --network net --ip 10.1.0.99 nginx")
    host.type("docker restart web")
    assert "10.1.0.99/24" in host.type("docker exec web ip addr")


@pytest.mark.parametrize(("create", "options", "mac"), [
    ("true", "", "02:42:ac:11:00:02"),
    ("docker network create -d macvlan --subnet 10.3.0.0/24 -o parent=ens33 net", "--network net", "02:42:0a:03:00:02"),
    ("true", "--mac-address 02:00:00:00:00:77", "02:00:00:00:00:77")])
def test_a_containers_mac_spells_its_address_if_none_is_given(create: str, options: str, mac: str) -> None:
    host = Typist(create, f"docker run -d --name web {options} busybox")
    assert f"link/ether {mac} " in host.type("docker exec web ip link show eth0")


def test_a_bridges_mac_stays_when_ports_come_and_go() -> None:
    host = Typist()
    before = host.type("cat /sys/class/net/docker0/address")
    assert before.startswith("02:42:")
    host.type("docker run -d --name web busybox")
    assert host.type("cat /sys/class/net/docker0/address") == before


def test_devices_have_dockers_names() -> None:
    host = Typist("docker network create -d macvlan alone", "docker network create -o com.docker.network.bridge.name=br9 named")
    plain = host.type("docker network create plain").strip()
    alone = host.type("docker network inspect -f '{{.Id}}' alone").strip()
    host.type("docker run -d --name web --network plain busybox")
    names = [line.split()[0].partition("@")[0] for line in host.type("ip -br link").splitlines()]
    assert {"docker0", "br9", f"br-{plain[:12]}", f"dm-{alone[:12]}"} <= set(names)
    assert any(re.fullmatch("veth[0-9a-f]{7}", name) for name in names)


def test_a_containers_devices_are_numbered_as_they_come() -> None:
    host = Typist("docker network create a-net", "docker network create -o com.docker.network.container_iface_prefix=lan b-net",
                  "docker run -d --name web busybox", "docker network connect a-net web", "docker network connect b-net web")
    lines = host.type("docker exec web ip -br addr").splitlines()
    assert [line.split()[0].partition("@")[0] for line in lines] == ["lo", "eth0", "eth1", "lan0"]


def test_the_mtu_is_set_on_both_ends_of_the_pair_and_not_on_the_bridge() -> None:
    host = Typist("docker network create -o com.docker.network.driver.mtu=1400 -o com.docker.network.bridge.name=br9 net",
                  "docker run -d --name web --network net busybox")
    assert "mtu 1400" in host.type("docker exec web ip link show eth0")
    assert ["mtu 1400" in line for line in host.type("ip -o link").splitlines() if "master br9" in line] == [True]
    assert "mtu 1500" in host.type("ip link show docker0")
