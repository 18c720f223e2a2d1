"""What the daemon and the command line refuse: each text with its status, and nothing else on the terminal."""

import re

import pytest

from pynetns.netns.tcp_socket import TcpSocket
from tests.docker.typist import Typist

DAEMON = "Error response from daemon: "
HINT = "See 'docker run --help'.\n"
PROGRAMMING = "driver failed programming external connectivity on endpoint web2 (ID): "
NET = "docker network create --subnet 10.1.0.0/24 net"
WEB = "docker run -d --name web busybox"
PUBLISHED = "docker run -d --name web -p 80:80 nginx"
STOPPED = "docker create --name web busybox"

# what was typed before; the line; what the daemon says of it
REFUSED = [
    ([NET], "docker network create --subnet 10.1.0.128/25 b", "Pool overlaps with other one on this address space"),
    ([WEB], "docker network connect nosuch web", "network nosuch not found"),
    ([NET], "docker network create net", "network with name net already exists"),
    ([], "docker network create bridge", "operation is not permitted on predefined bridge network "),
    ([], "docker network create host", "operation is not permitted on predefined host network "),
    ([], "docker network create none", "operation is not permitted on predefined none network "),
    ([], "docker network create default", "operation is not permitted on predefined default network "),
    ([], "docker network create ''", "invalid name: "),
    ([], "docker network rm bridge", "bridge is a pre-defined network and cannot be removed"),
    ([], "docker network rm host", "host is a pre-defined network and cannot be removed"),
    ([], "docker network rm none", "none is a pre-defined network and cannot be removed"),
    ([NET, "docker run -d --network net busybox"], "docker network rm net",
     "error while removing network: network net id ID has active endpoints"),
    ([WEB], "docker network connect host web", "container cannot be disconnected from host network or connected to host network"),
    (["docker run -d --name h --network host busybox"], "docker network disconnect host h",
     "container cannot be disconnected from host network or connected to host network"),
    ([NET, "docker run -d --name h --network host busybox"], "docker network connect net h",
     "container sharing network namespace with another container or host cannot be connected to any other network"),
    ([NET, WEB, "docker run -d --name h --network container:web busybox"], "docker network connect net h",
     "container sharing network namespace with another container or host cannot be connected to any other network"),
    ([NET, "docker run -d --name n --network none busybox"], "docker network connect net n",
     "container cannot be connected to multiple networks with one of the networks in private (none) mode"),
    ([WEB], "docker network connect none web",
     "container cannot be connected to multiple networks with one of the networks in private (none) mode"),
    ([NET, "docker run -d --name a --network net busybox"], "docker network connect net a",
     "endpoint with name a already exists in network net"),
    ([NET, WEB], "docker network disconnect net web", "container ID is not connected to network net"),
    ([NET, STOPPED], "docker network disconnect net web", "container ID is not connected to the network net"),
    ([WEB], "docker network disconnect nosuch web", "network nosuch not found"),
    ([NET, STOPPED], "docker network connect --ip 10.1.0.9 bridge web",
     "user specified IP address is supported on user defined networks only"),
    ([WEB, "docker network create auto"], "docker network connect --ip 172.18.0.9 auto web",
     "user specified IP address is supported only when connecting to networks with user configured subnets"),
    ([NET, WEB], "docker network connect --ip 10.2.0.9 net web",
     "Invalid address 10.2.0.9: It does not belong to any of this network's subnets"),
    ([NET, WEB], "docker network connect --ip 10.1.0.1 net web", "Address already in use"),
    (["docker network create --subnet 10.1.0.0/30 tiny", "docker run -d --network tiny busybox", WEB], "docker network connect tiny web",
     "no available IPv4 addresses on this network's address pools: tiny (ID)"),
    ([], "docker network create --subnet 10.1.0.0/24 --gateway 10.1.0.1 --aux-address a=10.1.0.1 x",
     "failed to allocate secondary ip address (a:10.1.0.1): Address already in use"),
    ([], "docker network create --subnet 10.1.0.0/24 --gateway 10.1.0.0 x",
     "failed to allocate gateway (10.1.0.0): Address already in use"),
    ([], "docker network create --subnet 10.1.0.0/24 --subnet 10.2.0.0/24 x", "bridge driver doesn't support multiple subnets"),
    (["docker network create -o com.docker.network.bridge.name=br9 one"], "docker network create -o com.docker.network.bridge.name=br9 two",
     "cannot create network ID (br9): conflicts with network ID (br9): networks have same bridge name"),
    ([], "docker network create -o com.docker.network.bridge.enable_icc=maybe x",
     'failed to parse com.docker.network.bridge.enable_icc value: maybe (strconv.ParseBool: parsing "maybe": invalid syntax)'),
    ([], "docker network create -o com.docker.network.driver.mtu=big x",
     'failed to parse com.docker.network.driver.mtu value: big (strconv.Atoi: parsing "big": invalid syntax)'),
    (["docker network create -d macvlan -o parent=ens33 one"], "docker network create -d macvlan -o parent=ens33 two",
     "network dm-ID is already using parent interface ens33"),
    (["docker network create -d macvlan --subnet 10.3.0.0/24 -o parent=ens33 one"],
     "docker network create -d macvlan --subnet 10.3.0.0/24 -o parent=ens33 two", "Pool overlaps with other one on this address space"),
    ([], "docker network create -d macvlan -o macvlan_mode=wild x",
     "requested macvlan mode 'wild' is not valid, 'bridge' mode is the macvlan driver default"),
    ([], "docker network create -d macvlan -o parent=lo x", "loopback interface is not a valid macvlan parent link"),
    ([], "docker network create -d macvlan -o parent=eth7 x", "invalid subinterface vlan name eth7, example formatting is eth0.10"),
    ([], "docker network create -d host x", 'only one instance of "host" network is allowed'),
    ([], "docker network create -d null x", 'only one instance of "null" network is allowed'),
    ([], "docker stop nosuch", "No such container: nosuch"),
    ([], "docker restart nosuch", "No such container: nosuch"),
    ([], "docker network connect bridge nosuch", "No such container: nosuch"),
    ([WEB], "docker rm web",
     "You cannot remove a running container ID. Stop the container before attempting removal or force remove"),
    ([STOPPED], "docker exec web ls", "Container ID is not running"),
    ([], "docker kill nosuch", "Cannot kill container: nosuch: No such container: nosuch"),
    ([STOPPED], "docker kill web", "Cannot kill container: web: Container ID is not running"),
    ([], "docker network ls --filter colour=red", "Invalid filter 'colour'"),
    ([], "docker ps --filter colour=red", "Invalid filter 'colour'"),
    ([], "docker ps --filter status=tired", "Invalid filter 'status=tired'"),
]


@pytest.mark.parametrize(("before", "line", "text"), REFUSED)
def test_the_daemon_refuses_in_its_words(before: list[str], line: str, text: str) -> None:
    assert Typist(*before).ask(line) == ("", f"{DAEMON}{text}\n", 1)


# what `docker run` says where the daemon would not create the container
NOT_CREATED = [
    ([WEB], "--name web", 'Conflict. The container name "/web" is already in use by container "ID". You have to remove (or rename) '
                          "that container to be able to reuse that name."),
    ([WEB], "--network container:web -p 80:80", "conflicting options: port publishing and the container type network mode"),
    ([WEB], "--network container:web -P", "conflicting options: port publishing and the container type network mode"),
    ([WEB], "--network container:web --expose 80", "conflicting options: port exposing and the container type network mode"),
    ([WEB], "--network container:web -h me", "conflicting options: hostname and the network mode"),
    ([WEB], "--network container:web --link web",
     "conflicting options: container type network can't be used with links. This would result in undefined behavior"),
    ([WEB], "--network container:web --dns 1.1.1.1", "conflicting options: dns and the network mode"),
    ([WEB], "--network container:web --add-host a:1.1.1.1", "conflicting options: custom host-to-IP mapping and the network mode"),
    ([WEB], "--network container:web --mac-address 02:00:00:00:00:01", "conflicting options: mac-address and the network mode"),
    ([], "--network host --mac-address 02:00:00:00:00:01", "conflicting options: mac-address and the network mode"),
    ([WEB], "--network host --link web",
     "conflicting options: host type networking can't be used with links. This would result in undefined behavior"),
    ([WEB], "--network container:web -h me -p 80:80", "conflicting options: hostname and the network mode"),
    ([NET], "--network net --ip 1.2.3", "invalid IPv4 address: 1.2.3"),
    ([], "--name a/b", "Invalid container name (a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"),
    ([], "--restart always:3", "maximum retry count cannot be used with restart policy 'always'"),
    ([], "--restart on-failure:-1", "maximum retry count cannot be negative"),
    ([], "--restart sometimes", "invalid restart policy 'sometimes'"),
]


@pytest.mark.parametrize(("before", "options", "text"), NOT_CREATED)
def test_what_is_not_created_leaves_no_container(before: list[str], options: str, text: str) -> None:
    host = Typist(*before)
    assert host.ask(f"docker run -d {options} busybox") == ("", f"docker: {DAEMON}{text}.\n{HINT}", 125)
    assert len(host.type("docker ps -aq").splitlines()) == len(before) - before.count(NET)


# what it says where the container is there, and can't start
NOT_STARTED = [
    ([PUBLISHED], "-p 80:80", PROGRAMMING + "Bind for 0.0.0.0:80 failed: port is already allocated"),
    ([PUBLISHED], "-p 127.0.0.1:80:80",
     PROGRAMMING + "Error starting userland proxy: listen tcp4 127.0.0.1:80: bind: address already in use"),
    ([], "--network container:nosuch", "No such container: nosuch"),
    ([], "--network nosuch", "network nosuch not found"),
    ([STOPPED], "--network container:web", "cannot join network of a non running container: ID"),
    ([], "--ip 172.17.0.9", "user specified IP address is supported on user defined networks only"),
    ([], "--network host --ip 172.17.0.9", "user specified IP address is supported on user defined networks only"),
    ([], "--network none --ip 172.17.0.9", "user specified IP address is supported on user defined networks only"),
    (["docker network create auto"], "--network auto --ip 172.18.0.9",
     "user specified IP address is supported only when connecting to networks with user configured subnets"),
    ([], "--network-alias db", "network-scoped alias is supported only for containers in user defined networks"),
    ([NET], "--network net --ip 10.2.0.9", "Invalid address 10.2.0.9: It does not belong to any of this network's subnets"),
    ([NET], "--network net --ip 10.1.0.1", "Address already in use"),
    (["docker network create --subnet 10.1.0.0/30 net", "docker run -d --network net busybox"], "--network net",
     "no available IPv4 addresses on this network's address pools: net (ID)"),
    ([], "--network container:web2", "cannot join own network"),
]


@pytest.mark.parametrize(("before", "options", "text"), NOT_STARTED)
def test_what_is_not_started_stays_created(before: list[str], options: str, text: str) -> None:
    host = Typist(*before)
    assert host.ask(f"docker run -d --name web2 {options} busybox") == ("ID\n", f"docker: {DAEMON}{text}.\n", 125)
    assert host.look(".State.Status}} {{.State.ExitCode", "web2") == "created 128"
    assert re.fullmatch(re.escape(f"{DAEMON}{text}\nError: failed to start containers: web2\n"), host.ask("docker start web2")[1])


# the command line's own words
BY_THE_CLIENT = [
    ("docker network create --gateway 10.1.0.1 x", "every ip-range or gateway must have a corresponding subnet\n", 1),
    ("docker network create --ip-range 10.1.0.0/24 x", "every ip-range or gateway must have a corresponding subnet\n", 1),
    ("docker network create --subnet 10.1.0.0/24 --gateway 10.2.0.1 x", "no matching subnet for gateway 10.2.0.1\n", 1),
    ("docker network rm nosuch", "Error: No such network: nosuch\n", 1),
    ("docker rm nosuch", "Error: No such container: nosuch\n", 1),
    ("docker exec nosuch ls", "Error: No such container: nosuch\n", 1),
    ("docker logs nosuch", "Error: No such container: nosuch\n", 1),
    ("docker port nosuch", "Error: No such container: nosuch\n", 1),
    ("docker start nosuch", f"{DAEMON}No such container: nosuch\nError: failed to start containers: nosuch\n", 1),
    ("docker rename nosuch new", f"{DAEMON}No such container: nosuch\nError: failed to rename container named nosuch\n", 1),
    ("docker wait nosuch", f"{DAEMON}No such container: nosuch\n", 1),
    ("docker fly", "docker: 'fly' is not a docker command.\nSee 'docker --help'\n", 1),
    ("docker run --fly busybox", f"unknown flag: --fly\n{HINT}", 125),
    ("docker run -y busybox", f"unknown shorthand flag: 'y' in -y\n{HINT}", 125),
    ("docker run --name", f"flag needs an argument: --name\n{HINT}", 125),
    ("docker run -p", f"flag needs an argument: 'p' in -p\n{HINT}", 125),
    ("docker run --tty=maybe busybox",
     f'invalid argument "maybe" for "-t, --tty" flag: strconv.ParseBool: parsing "maybe": invalid syntax\n{HINT}', 125),
    ("docker network ls --filter colour",
     'invalid argument "colour" for "-f, --filter" flag: bad format of filter (expected name=value)\nSee \'docker network ls --help\'.\n',
     125),
    ("docker run --add-host me busybox", f'invalid argument "me" for "--add-host" flag: bad format for add-host: "me"\n{HINT}', 125),
    ("docker run --add-host me:you busybox",
     f'invalid argument "me:you" for "--add-host" flag: invalid IP address in add-host: "you"\n{HINT}', 125),
    ("docker run --dns you busybox", f'invalid argument "you" for "--dns" flag: you is not an ip address\n{HINT}', 125),
    ("docker run --rm --restart always busybox", f"docker: Conflicting options: --restart and --rm.\n{HINT}", 125),
    ("docker run --restart on-failure:x busybox", f"docker: maximum retry count must be an integer.\n{HINT}", 125),
    ("docker run --mac-address zz busybox", f"docker: zz is not a valid mac address.\n{HINT}", 125),
    ("docker run -p http:80 busybox", f"docker: Invalid hostPort: http.\n{HINT}", 125),
    ("docker run -p 80:http busybox", f"docker: Invalid containerPort: http.\n{HINT}", 125),
    ("docker run -p 80: busybox", f"docker: No port specified: 80:<empty>.\n{HINT}", 125),
    ("docker run -p 1.2.3:80:80 busybox", f"docker: Invalid ip address: 1.2.3.\n{HINT}", 125),
    ("docker run -p 70000:80 busybox", f"docker: Invalid hostPort: 70000.\n{HINT}", 125),
    ("docker run -p 90-80:80 busybox", f"docker: Invalid hostPort: 90-80.\n{HINT}", 125),
    ("docker run -p 80-81:80-83 busybox",
     f"docker: Invalid ranges specified for container and host Ports: 80-83 and 80-81.\n{HINT}", 125),
    ("docker run -p 80:80/icmp busybox", f"docker: Invalid proto: icmp.\n{HINT}", 125),
    ("docker run -p 1.1.1.1:2:80:80 busybox",
     f"docker: Invalid ip address 1.1.1.1:2: address 1.1.1.1:2:: too many colons in address.\n{HINT}", 125),
]


@pytest.mark.parametrize(("line", "text", "status"), BY_THE_CLIENT)
def test_the_client_refuses_in_its_own_words(line: str, text: str, status: int) -> None:
    assert Typist().ask(line) == ("", text, status)


@pytest.mark.parametrize(("line", "need"), [
    ("docker run", "requires at least 1 argument."),
    ("docker exec web", "requires at least 2 arguments."),
    ("docker ps web", "accepts no arguments."),
    ("docker network ls web", "accepts no arguments."),
    ("docker network create", "requires exactly 1 argument."),
    ("docker network connect net", "requires exactly 2 arguments."),
    ("docker network rm", "requires at least 1 argument."),
    ("docker port", "requires at least 1 and at most 2 arguments."),
    ("docker rename web", "requires exactly 2 arguments."),
    ("docker wait", "requires at least 1 argument."),
    ("docker rm", "requires at least 1 argument."),
    ("docker logs", "requires exactly 1 argument.")])
def test_the_number_of_arguments_is_checked(line: str, need: str) -> None:
    command = re.sub(r" (web|net)\b.*", "", line)
    out, err, status = Typist().ask(line)
    assert (out, status) == ("", 1)
    assert err.startswith(f'"{command}" {need}\nSee \'{command} --help\'.\n\nUsage:  {command} ')


def test_an_ambiguous_id_is_named_with_its_matches() -> None:
    host = Typist(*(f"docker network create n{n}" for n in range(17)))  # more than there are hexadecimal digits
    ids = host.type("docker network ls -q").split()
    digit = next(each[0] for each in ids if sum(other[0] == each[0] for other in ids) > 1)
    number = sum(each[0] == digit for each in ids)
    text = f"network {digit} is ambiguous ({number} matches found based on ID prefix)"
    assert host.ask(f"docker network rm {digit}") == ("", f"{DAEMON}{text}\n", 1)


def test_a_port_that_a_process_of_the_host_holds_is_the_proxys_error() -> None:
    host = Typist()
    holder = TcpSocket(host.lab["host"])
    holder.bind(("", 80))
    holder.listen(1)
    text = PROGRAMMING + "Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use"
    assert host.ask("docker run -d --name web2 -p 80:80 nginx") == ("ID\n", f"docker: {DAEMON}{text}.\n", 125)


def test_two_loopback_addresses_take_the_same_port() -> None:
    host = Typist("docker run -d -p 127.0.0.1:80:80 nginx", "docker run -d -p 127.0.0.2:80:80 nginx")
    assert len(host.type("docker ps -q").splitlines()) == 2


def test_host_mode_drops_published_ports_with_a_warning() -> None:
    host = Typist()
    assert host.ask("docker run -d --name h --network host -p 80:80 nginx") == (
        "ID\n", "WARNING: Published ports are discarded when using host network mode\n", 0)
    assert host.type("docker port h") == ""


def test_removing_networks_goes_on_after_an_unknown_one() -> None:
    assert Typist("docker network create a", "docker network create b").ask("docker network rm a nosuch b") == (
        "a\nb\n", "Error: No such network: nosuch\n", 1)


def test_unknown_objects_are_an_empty_list() -> None:
    host = Typist()
    assert host.ask("docker network inspect nosuch") == ("[]\n", "Error: No such network: nosuch\n", 1)
    assert host.ask("docker inspect nosuch") == ("[]\n", "Error: No such object: nosuch\n", 1)
    assert host.ask("docker container inspect nosuch") == ("[]\n", "Error: No such container: nosuch\n", 1)


@pytest.mark.parametrize(("line", "status", "text"), [
    ("docker run --rm busybox sh -c 'exit 7'", 7, ""),
    ("docker run --rm busybox false", 1, ""),
    ("docker run -d busybox true", 0, "ID\n"),
    ("docker run --rm busybox nosuch", 127,
     f"docker: {DAEMON}OCI runtime create failed: container_linux.go:380: starting container process caused: exec: \"nosuch\": "
     "executable file not found in $PATH: unknown.\n")])
def test_run_ends_with_the_status_of_what_ran(line: str, status: int, text: str) -> None:
    out, err, code = Typist().ask(line)
    assert (out + err, code) == (text, status)


def test_the_28_says_first_that_networking_failed() -> None:
    host = Typist(PUBLISHED, daemon="dockerd --engine-version 28")
    assert host.ask("docker run -d --name web2 -p 80:80 nginx") == (
        "ID\n", f"docker: {DAEMON}failed to set up container networking: {PROGRAMMING}"
                f"Bind for 0.0.0.0:80 failed: port is already allocated\n\nRun 'docker run --help' for more information\n", 125)


@pytest.mark.parametrize(("options", "text", "created"), [
    ("--ip 172.17.0.9", "invalid config for network bridge: invalid endpoint settings:\n"
                        "user specified IP address is supported on user defined networks only", False),
    ("--network-alias db", "invalid config for network bridge: invalid endpoint settings:\n"
                           "network-scoped alias is supported only for containers in user defined networks", False),
    ("--network net --ip 10.2.0.9", "invalid config for network net: invalid endpoint settings:\n"
                                    "no configured subnet or ip-range contain the IP address 10.2.0.9", False),
    ("--network container:web", "cannot join network namespace of a non running container: container web is created", True),
    ("--network container:web2", "cannot join own network namespace", True),
    ("--network container:nosuch", "joining network namespace of container: No such container: nosuch", True)])
def test_the_28_has_words_of_its_own_for_endpoints(options: str, text: str, created: bool) -> None:
    host = Typist(NET, STOPPED, daemon="dockerd --engine-version 28")
    assert host.ask(f"docker run -d --name web2 {options} busybox") == (
        "ID\n" * created, f"docker: {DAEMON}{text}\n\nRun 'docker run --help' for more information\n", 125)


def test_an_address_that_is_none_is_the_daemons_to_refuse() -> None:
    assert Typist(NET, WEB).ask("docker network connect --ip 10.1.0 net web") == ("", f"{DAEMON}Invalid IPv4 address: 10.1.0)\n", 1)
