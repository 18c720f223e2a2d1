"""dockerd's options that change what its default bridge is."""

from pynetns import Lab


def started(options: str) -> Lab:
    lab = Lab()
    lab.netns("host").lo.up()
    assert not lab.run(f"ip netns exec host dockerd {options}").returncode
    return lab


def test_with_bridge_none_there_is_no_default_network_and_the_chains_are_empty() -> None:
    lab = started("-b none")
    assert "docker0" not in lab["host"].devices
    names = [line.split()[1] for line in str(lab.run("ip netns exec host docker network ls")).splitlines()[1:]]
    assert names == ["host", "none"]
    assert " -o " not in str(lab.run("ip netns exec host iptables -S FORWARD"))
    done = lab.run("ip netns exec host docker run -d nginx")
    assert done.returncode == 125 and "network bridge not found" in done.stderr
    lab.run("ip netns exec host docker network create own")
    assert not lab.run("ip netns exec host docker run -d --network own nginx").returncode


def test_fixed_cidr_gives_containers_addresses_of_a_part_of_the_subnet() -> None:
    lab = started("--bip 10.1.0.1/16 --fixed-cidr 10.1.2.16/28")
    lab.run("ip netns exec host docker run -d --name web nginx")
    text = str(lab.run("ip netns exec host docker inspect -f '{{.NetworkSettings.IPAddress}}/{{.NetworkSettings.IPPrefixLen}}' web"))
    assert text == "10.1.2.16/16\n"


def test_ip_is_where_ports_are_published_that_name_no_address() -> None:
    lab = started("--ip 127.0.0.1")
    lab.run("ip netns exec host docker run -d --name web -p 8080:80 nginx")
    assert "127.0.0.1:8080" in str(lab.run("ip netns exec host docker port web"))
