"""What the daemon does to its host, what survives it, and the proxy."""

import pytest

from tests.docker.typist import Typist

NET = "docker network create net"


@pytest.mark.parametrize(("before", "options", "forwarding", "policy"), [
    (0, "", 1, "DROP"), (1, "", 1, "ACCEPT"), (0, "--ip-forward=false", 0, "ACCEPT"), (0, "--iptables=false", 1, "ACCEPT")])
def test_forwarding_is_switched_on_and_then_refused_to_others(before: int, options: str, forwarding: int, policy: str) -> None:
    host = Typist(f"sysctl -w net.ipv4.ip_forward={before}", f"dockerd {options}", daemon="true")
    assert host.type("cat /proc/sys/net/ipv4/ip_forward") == f"{forwarding}\n"
    assert host.type("iptables -S FORWARD").splitlines()[0] == f"-P FORWARD {policy}"


def test_stopping_undoes_neither_forwarding_nor_rules() -> None:
    host = Typist(NET, "docker run -d --name web --network net nginx")
    host.type("docker stop web")
    rules = host.type("iptables -S")
    host.type("systemctl stop docker")
    assert host.type("iptables -S") == rules
    assert host.type("cat /proc/sys/net/ipv4/ip_forward") == "1\n"
    assert host.ask("docker ps") == (
        "", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n", 1)


@pytest.mark.parametrize(("proxy", "value"), [("true", "0"), ("false", "1")])
def test_loopback_is_routed_only_without_the_proxy(proxy: str, value: str) -> None:
    host = Typist("docker network create -o com.docker.network.bridge.name=br9 net", daemon=f"dockerd --userland-proxy={proxy}")
    for bridge in ("docker0", "br9"):
        assert host.type(f"cat /proc/sys/net/ipv4/conf/{bridge}/route_localnet") == f"{value}\n"


@pytest.mark.parametrize(("policy", "stopped", "state"), [
    ("no", False, "exited"), ("always", False, "running"), ("always", True, "running"), ("unless-stopped", False, "running"),
    ("unless-stopped", True, "exited"), ("on-failure", False, "running"), ("on-failure:3", False, "running")])
def test_a_restart_of_the_daemon_starts_whom_the_policy_names(policy: str, stopped: bool, state: str) -> None:
    host = Typist(f"docker run -d --name box --restart {policy} busybox")
    if stopped:
        host.type("docker stop box")
    host.type("systemctl restart docker")
    assert host.look(".State.Status", "box") == state
    assert host.look(".HostConfig.RestartPolicy.Name", "box") == policy.partition(":")[0]


def test_a_container_that_never_ran_is_not_started_by_the_daemon() -> None:
    host = Typist("docker create --name box --restart always busybox", "systemctl restart docker")
    assert host.look(".State.Status", "box") == "created"


def test_containers_networks_and_ports_survive_a_restart() -> None:
    host = Typist(NET, "docker run -d --name web --network net --restart always -p 80:80 nginx")
    before = host.type("docker network inspect -f '{{.Id}} {{.Created}}' net"), host.type("iptables-save -t nat")
    host.type("systemctl restart docker")
    after = host.type("docker network inspect -f '{{.Id}} {{.Created}}' net"), host.type("iptables-save -t nat")
    assert after[0] == before[0] and sorted(after[1].splitlines()[1:-1]) == sorted(before[1].splitlines()[1:-1])
    assert "Welcome to nginx!" in host.type("curl -s http://192.168.1.10/", where="lan")


def test_a_bridge_without_running_containers_has_no_carrier() -> None:
    host = Typist()
    assert "NO-CARRIER" in host.type("ip link show docker0")
    host.type("docker run -d --name box busybox")
    assert "NO-CARRIER" not in host.type("ip link show docker0")
    host.type("docker stop box")
    assert "NO-CARRIER" in host.type("ip link show docker0")


def test_connections_are_forgotten_with_the_container() -> None:
    host = Typist("docker run -d --name web -p 80:80 nginx")
    host.type("curl -s http://192.168.1.10/", where="lan")
    assert "172.17.0.2" in host.type("conntrack -L")
    host.type("docker stop web")
    assert "172.17.0.2" not in host.type("conntrack -L")


@pytest.mark.parametrize(("version", "has_route"), [("20.10", True), ("28", False)])
def test_internal_networks_give_a_default_route_in_20_10_only(version: str, has_route: bool) -> None:
    host = Typist("docker network create --internal inside", "docker run -d --name box --network inside busybox",
                  daemon=f"dockerd --engine-version {version}")
    assert ("default via" in host.type("docker exec box ip route")) is has_route


def test_an_internal_macvlan_gives_no_default_route() -> None:
    host = Typist("docker network create -d macvlan --internal --subnet 10.3.0.0/24 net", "docker run -d --name box --network net busybox")
    assert "default" not in host.type("docker exec box ip route")


@pytest.mark.parametrize("network", ["--internal", "-d macvlan --subnet 10.3.0.0/24"])
def test_ports_on_internal_and_macvlan_networks_are_accepted_and_not_published(network: str) -> None:
    host = Typist(f"docker network create {network} net")
    before = host.type("iptables-save -t nat")
    host.type("docker run -d --name web --network net -p 80:80 nginx")
    assert host.type("iptables-save -t nat") == before
    assert host.type("docker port web") == ""


def test_the_way_out_is_by_the_network_whose_name_sorts_first_and_ports_move_with_it() -> None:
    host = Typist("docker network create b-net", "docker network create a-net", "docker network create --internal a-inside",
                  "docker run -d --name web --network b-net -p 80:80 nginx")
    way = []
    for change in ("connect a-inside", "connect a-net", "disconnect a-net"):
        host.type(f"docker network {change} web")
        target = host.type("iptables -t nat -S DOCKER").rpartition("--to-destination ")[2].strip()
        way.append((host.type("docker exec web ip route").split()[2], target))
    assert way == [("172.18.0.1", "172.18.0.2:80"), ("172.19.0.1", "172.19.0.2:80"), ("172.18.0.1", "172.18.0.2:80")]


def test_the_proxy_makes_a_port_look_open_from_the_hosts_loopback() -> None:
    host = Typist("docker run -d --name box -p 81:81 busybox")
    assert host.lab.run("ip netns exec host nc -zv 127.0.0.1 81").returncode == 0
    assert host.lab.run("ip netns exec lan nc -zv 192.168.1.10 81").returncode != 0


def test_the_container_sees_the_bridge_where_the_proxy_answers_and_the_client_elsewhere() -> None:
    host = Typist("docker run -d --name web -p 80:80 nginx")
    host.type("curl -s http://127.0.0.1/")
    host.type("curl -s http://192.168.1.10/", where="lan")
    assert [line.split()[0] for line in host.type("docker logs web").splitlines() if "GET" in line] == ["172.17.0.1", "192.168.1.20"]


def test_a_container_that_sleeps_ends_by_itself() -> None:
    host = Typist("docker run -d --name nap busybox sleep 30", "docker run -d --name gone --rm busybox sleep 30")
    host.lab.advance(29)
    assert host.look(".State.Status", "nap") == "running"
    host.lab.advance(2)
    assert host.look(".State.Status}} {{.State.ExitCode", "nap") == "exited 0"
    assert host.type("docker ps -aq --filter name=gone") == ""


def test_a_shell_line_runs_in_the_container() -> None:
    host = Typist("docker run -d --name box busybox")
    assert host.ask("docker exec box sh -c 'hostname -i; false || echo no; true && echo yes; exit 3; echo never'")[0::2] == (
        "172.17.0.2\nno\nyes\n", 3)
    assert host.ask("docker exec -it box sh -c 'nosuch'") == ("", "sh: nosuch: not found\n", 127)


@pytest.mark.parametrize("options", [
    "--rm", "-it --rm", "-ti --rm --name x", "--rm --network host", "--rm -e A=b -w /tmp -u root -v /a:/b"])
def test_a_command_runs_in_a_new_container_that_is_gone_afterwards(options: str) -> None:
    host = Typist()
    assert "1 packets received" in host.type(f"docker run {options} busybox ping -c1 172.17.0.1")
    assert host.type("docker ps -aq") == ""


def test_a_container_that_can_not_start_is_gone_with_rm() -> None:
    host = Typist("docker run -d -p 80:80 nginx")
    host.type("docker run -d --rm -p 80:80 nginx", status=125)
    assert len(host.type("docker ps -aq").splitlines()) == 1


def test_who_shares_a_container_by_name_keeps_it_when_it_is_renamed() -> None:
    host = Typist("docker run -d --name web nginx", "docker create --name side --network container:web busybox", "docker rename web shop")
    assert host.type("docker start side") == "side\n"
    assert "Welcome" in host.type("docker exec side wget -q -O - http://127.0.0.1/")
    assert host.look(".HostConfig.NetworkMode", "side") == "container:" + host.look(".Id", "shop")


@pytest.mark.parametrize(("line", "text"), [
    ("docker rename web web", "Renaming a container with the same name as its current name"),
    ("docker rename web box", 'Error when allocating new name: Conflict. The container name "/box" is already in use by container "ID". '
                              "You have to remove (or rename) that container to be able to reuse that name."),
    ("docker rename web a/b", "Error when allocating new name: Invalid container name (a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed")])
def test_a_rename_is_refused_in_two_lines(line: str, text: str) -> None:
    host = Typist("docker run -d --name web busybox", "docker run -d --name box busybox")
    assert host.ask(line) == ("", f"Error response from daemon: {text}\nError: failed to rename container named web\n", 1)


def test_wait_tells_how_a_container_ended() -> None:
    assert Typist("docker run -d --name a busybox false", "docker run -d --name b busybox true").type("docker wait a b") == "1\n0\n"


def test_start_stop_kill_and_rm_print_the_names_that_they_were_given() -> None:
    host = Typist("docker run -d --name web nginx")
    short = host.look(".Id", "web")[:12]
    for line in (f"docker stop {short}", f"docker start {short}", f"docker restart {short}", f"docker kill {short}", f"docker rm {short}"):
        assert host.type(line) == short + "\n"


def test_a_detached_exec_prints_nothing_and_a_server_goes_on() -> None:
    host = Typist("docker run -d --name box busybox")
    assert host.ask("docker exec -d box nc -l -p 4000") == ("", "", 0)
    assert host.ask("docker exec -d box ip addr") == ("", "", 0)
    assert host.lab.run("ip netns exec host nc -zv 172.17.0.2 4000").returncode == 0


@pytest.mark.parametrize(("line", "usage"), [
    ("docker run --help", "docker run [OPTIONS] IMAGE [COMMAND] [ARG...]"), ("docker ps --help", "docker ps [OPTIONS]"),
    ("docker network create --help", "docker network create [OPTIONS] NETWORK"), ("docker container", "docker container COMMAND")])
def test_help_goes_to_standard_output(line: str, usage: str) -> None:
    out, err, status = Typist().ask(line)
    assert out.startswith(f"\nUsage:  {usage}\n\n") and (err, status) == ("", 0)


def test_pruning_asks_first() -> None:
    host = Typist("docker create --name box busybox")
    assert host.type("docker container prune") == (
        "WARNING! This will remove all stopped containers.\nAre you sure you want to continue? [y/N] ")
    assert host.ask("docker container prune -f")[0] == "Deleted Containers:\nID\n\nTotal reclaimed space: 0B\n"


def test_a_subnet_is_shown_as_it_was_written() -> None:
    host = Typist("docker network create --subnet 10.1.0.5/24 net")
    assert host.inspect("network inspect net")["IPAM"]["Config"] == [{"Subnet": "10.1.0.5/24"}]


@pytest.mark.parametrize("state", ["create", "run -d"])
def test_a_container_leaves_its_first_network_and_comes_back(state: str) -> None:
    host = Typist(f"docker {state} --name box busybox", "docker network disconnect bridge box", "docker network connect bridge box",
                  "docker start box")
    assert host.look(".NetworkSettings.IPAddress", "box") == "172.17.0.2"


def test_a_container_moves_to_another_network_before_it_starts() -> None:
    host = Typist(NET, "docker create --name box busybox", "docker network disconnect bridge box", "docker network connect net box",
                  "docker start box")
    assert host.look("range $name, $value := .NetworkSettings.Networks}}{{$name}} {{$value.IPAddress}}{{end", "box") == "net 172.18.0.2"


def test_what_is_not_about_networks_is_taken() -> None:
    line = "docker run -d --health-cmd true --health-interval 5s --gpus all -c 512 --memory-swap 1g --oom-kill-disable --dns-opt x busybox"
    assert Typist().ask(line) == ("ID\n", "", 0)
