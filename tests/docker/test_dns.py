"""Names: the embedded server of user-defined networks, /etc/hosts, links."""

import pytest

from tests.docker.typist import Typist

NET = "docker network create net"
TWO = (NET, "docker run -d --name web --network net --network-alias www -h site nginx", "docker run -d --name asker --network net busybox")


def test_a_user_networks_resolver_stands_in_resolv_conf() -> None:
    host = Typist(*TWO)
    assert host.type("docker exec asker cat /etc/resolv.conf") == "nameserver 127.0.0.11\noptions ndots:0\n"


@pytest.mark.parametrize("name", ["web", "www", "site", "web.net", "www.net", "WEB", "web."])
def test_a_container_is_known_by_name_alias_hostname_and_with_its_network_behind(name: str) -> None:
    assert "1 packets received" in Typist(*TWO).type(f"docker exec asker ping -c 1 {name}")


def test_a_container_is_known_by_the_first_twelve_digits_of_its_id() -> None:
    host = Typist(*TWO)
    assert "1 packets received" in host.type(f"docker exec asker ping -c 1 {host.look('.Id', 'web')[:12]}")


def test_a_connected_container_is_known_by_its_alias_there_only() -> None:
    host = Typist(*TWO, "docker network create other", "docker run -d --name far --network other busybox",
                  "docker network connect --alias db other web")
    assert "1 packets received" in host.type("docker exec far ping -c 1 db")
    assert host.type("docker exec asker ping -c 1 db", status=1) == "ping: bad address 'db'\n"
    host.type("docker network disconnect other web")
    assert host.type("docker exec far ping -c 1 db", status=1) == "ping: bad address 'db'\n"


def test_a_stopped_container_is_not_known() -> None:
    host = Typist(*TWO, "docker stop web")
    assert host.type("docker exec asker ping -c 1 web", status=1) == "ping: bad address 'web'\n"


def test_an_address_has_the_name_of_its_container_and_network() -> None:
    assert "web.net" in Typist(*TWO).type("docker exec asker nslookup 172.18.0.2")


def test_a_new_name_is_known_at_once() -> None:
    host = Typist(*TWO, "docker rename web shop")
    assert "1 packets received" in host.type("docker exec asker ping -c 1 shop")


def test_the_resolver_is_reached_by_nat_rules_tcp_first() -> None:
    rules = Typist(*TWO).type("docker exec asker iptables -t nat -S").splitlines()
    for chain, jump in (("DOCKER_OUTPUT", "DNAT"), ("DOCKER_POSTROUTING", "SNAT")):
        found = [rule for rule in rules if rule.startswith(f"-A {chain} ")]
        assert ["-p tcp" in rule for rule in found] == [True, False] and all(f"-j {jump}" in rule for rule in found)


def test_the_default_bridge_has_the_hosts_servers_and_no_names() -> None:
    host = Typist("docker run -d --name web nginx", "docker run -d --name asker busybox")
    assert "127.0.0.11" not in host.type("docker exec asker cat /etc/resolv.conf")
    assert host.type("docker exec asker ping -c 1 web", status=1) == "ping: bad address 'web'\n"


def test_a_link_is_a_line_in_hosts() -> None:
    host = Typist("docker run -d --name web nginx", "docker run -d --name asker --link web:www busybox")
    assert f"172.17.0.2\twww {host.look('.Id', 'web')[:12]} web\n" in host.type("docker exec asker cat /etc/hosts")
    assert "1 packets received" in host.type("docker exec asker ping -c 1 www")


def test_hosts_that_are_added_are_known() -> None:
    host = Typist("docker run -d --name asker --add-host gate:172.17.0.1 busybox")
    assert "172.17.0.1\tgate\n" in host.type("docker exec asker cat /etc/hosts")
    assert "1 packets received" in host.type("docker exec asker ping -c 1 gate")


def test_hosts_ends_with_the_containers_own_name() -> None:
    host = Typist("docker run -d --name me -h myself busybox")
    assert host.type("docker exec me cat /etc/hosts").endswith("172.17.0.2\tmyself\n")
    assert host.type("docker exec me hostname") == "myself\n"


def test_servers_that_are_given_stand_in_the_default_bridges_resolv_conf() -> None:
    assert Typist().type("docker run --rm --dns 9.9.9.9 busybox cat /etc/resolv.conf") == "nameserver 9.9.9.9\n"


def test_aliases_and_links_are_shown_with_the_endpoint() -> None:
    host = Typist(*TWO, "docker run -d --name friend --network net --link web:w busybox")
    short = host.look(".Id", "web")[:12]
    assert host.look(".NetworkSettings.Networks.net.Aliases", "web") == f"[www {short} site]"
    assert host.look(".NetworkSettings.Networks.net.Links", "friend") == host.look(".HostConfig.Links", "friend") == "[web:w]"
    assert "1 packets received" in host.type("docker exec friend ping -c 1 w")
    assert host.type("docker exec asker ping -c 1 w", status=1) == "ping: bad address 'w'\n"


@pytest.mark.parametrize(("options", "text"), [
    ("--link nosuch", "could not get container for nosuch: No such container: nosuch.\nSee 'docker run --help'.\n"),
    ("--link idle", "Cannot link to a non running container: /idle AS /me/idle.\n")])
def test_a_link_needs_a_running_container(options: str, text: str) -> None:
    host = Typist("docker create --name idle busybox")
    assert host.ask(f"docker run -d --name me {options} busybox")[1:] == (f"docker: Error response from daemon: {text}", 125)
