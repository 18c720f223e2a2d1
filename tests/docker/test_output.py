"""What docker prints: tables, JSON in Docker's order, templates, ports."""

import json
import re

import pytest

from tests.docker.typist import Typist, plain

WEB = "docker run -d --name web -p 8080:80 nginx"
BOX = "docker run -d --name box busybox"
NET = "docker network create --subnet 10.1.0.0/24 net"


def test_a_networks_fields_are_in_dockers_order() -> None:
    network = Typist().inspect("network inspect bridge")
    assert list(network) == ["Name", "Id", "Created", "Scope", "Driver", "EnableIPv6", "IPAM", "Internal", "Attachable", "Ingress",
                             "ConfigFrom", "ConfigOnly", "Containers", "Options", "Labels"]
    assert list(network["Options"].items()) == [
        ("com.docker.network.bridge.default_bridge", "true"), ("com.docker.network.bridge.enable_icc", "true"),
        ("com.docker.network.bridge.enable_ip_masquerade", "true"), ("com.docker.network.bridge.host_binding_ipv4", "0.0.0.0"),
        ("com.docker.network.bridge.name", "docker0"), ("com.docker.network.driver.mtu", "1500")]


def test_inspect_is_a_list_indented_by_four() -> None:
    assert Typist().type("docker network inspect host").startswith('[\n    {\n        "Name": "host",\n        "Id": "')


@pytest.mark.parametrize(("before", "name", "ipam"), [
    ("true", "bridge", {"Driver": "default", "Options": None, "Config": [{"Subnet": "172.17.0.0/16"}]}),
    ("systemctl restart docker", "bridge", {"Driver": "default", "Options": None,
                                            "Config": [{"Subnet": "172.17.0.0/16", "Gateway": "172.17.0.1"}]}),
    ("docker network create net", "net", {"Driver": "default", "Options": {},
                                          "Config": [{"Subnet": "172.18.0.0/16", "Gateway": "172.18.0.1"}]}),
    (NET, "net", {"Driver": "default", "Options": {}, "Config": [{"Subnet": "10.1.0.0/24"}]}),
    ("docker network create --subnet 10.1.0.0/24 --gateway 10.1.0.9 --ip-range 10.1.0.128/25 --aux-address a=10.1.0.7 net",
     "net", {"Driver": "default", "Options": {}, "Config": [
         {"Subnet": "10.1.0.0/24", "IPRange": "10.1.0.128/25", "Gateway": "10.1.0.9", "AuxiliaryAddresses": {"a": "10.1.0.7"}}]}),
    ("true", "host", {"Driver": "default", "Options": None, "Config": []})])
def test_ipam_shows_what_was_asked_for_or_given(before: str, name: str, ipam: object) -> None:
    assert Typist(before).inspect(f"network inspect {name}")["IPAM"] == ipam


def test_a_network_shows_its_running_containers_only() -> None:
    host = Typist(WEB, BOX, "docker stop box")
    (identifier, entry), = host.inspect("network inspect bridge")["Containers"].items()
    assert identifier == host.look(".Id", "web")
    assert list(entry) == ["Name", "EndpointID", "MacAddress", "IPv4Address", "IPv6Address"]
    assert re.fullmatch("[0-9a-f]{64}", entry.pop("EndpointID"))
    assert entry == {"Name": "web", "MacAddress": "02:42:ac:11:00:02", "IPv4Address": "172.17.0.2/16", "IPv6Address": ""}


def test_networks_are_listed_by_name_numbers_as_numbers() -> None:
    host = Typist("docker network create net10", "docker network create net9")
    lines = host.type("docker network ls").splitlines()
    assert lines[0] == "NETWORK ID     NAME      DRIVER    SCOPE"
    assert [line.split()[1:] for line in lines[1:]] == [
        ["bridge", "bridge", "local"], ["host", "host", "local"], ["net9", "bridge", "local"], ["net10", "bridge", "local"],
        ["none", "null", "local"]]


@pytest.mark.parametrize(("options", "names"), [
    ("--filter driver=bridge", ["bridge", "net9"]), ("-f driver=bridge -f driver=host", ["bridge", "host", "net9"]),
    ("--filter name=net", ["net9"]), ("--filter name=^n", ["net9", "none"]), ("--filter type=custom", ["net9"]),
    ("--filter type=builtin", ["bridge", "host", "none"]), ("--filter label=tier=front", ["net9"]), ("--filter label=tier", ["net9"]),
    ("--filter label=tier=back", []), ("--filter dangling=true", ["net9"]), ("--filter scope=swarm", [])])
def test_networks_are_filtered(options: str, names: list[str]) -> None:
    host = Typist("docker network create --label tier=front net9")
    assert host.type(f"docker network ls {options} --format '{{{{.Name}}}}'").split() == names


def test_quiet_is_ids_only() -> None:
    host = Typist(NET)
    assert plain(host.type("docker network ls -q --no-trunc --filter name=net")) == "ID\n"
    assert re.fullmatch("[0-9a-f]{12}\n", host.type("docker network ls -q --filter name=net"))


def test_network_commands_print_ids_names_or_nothing() -> None:
    host = Typist(BOX)
    identifier = host.type(NET)
    assert re.fullmatch("[0-9a-f]{64}\n", identifier)
    assert host.type("docker network connect --ip 10.1.0.9 --alias db net box") == ""
    assert host.look("(index .NetworkSettings.Networks \"net\").IPAddress", "box") == "10.1.0.9"
    assert host.type("docker network disconnect net box") == ""
    assert host.type(f"docker network rm {identifier[:12]}") == identifier[:12] + "\n"


def test_prune_takes_what_no_container_uses() -> None:
    host = Typist(NET, "docker network create used", "docker create --name box --network used busybox")
    assert host.ask("docker network prune -f") == ("Deleted Networks:\nnet\nused\n\n", "", 0)
    assert host.ask("docker network prune -f") == ("", "", 0)


def test_ps_shows_containers_newest_first() -> None:
    host = Typist(BOX, WEB)
    lines = host.type("docker ps").splitlines()
    assert re.split(" {3,}", lines[0]) == ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"]
    assert re.split(" {3,}", lines[1])[1:] == ["nginx", '"/docker-entrypoint.…"', "Less than a second ago", "Up Less than a second",
                                               "0.0.0.0:8080->80/tcp, :::8080->80/tcp", "web"]
    assert len({line.rindex(word) for line, word in zip(lines, ("NAMES", "web", "box"), strict=True)}) == 1


@pytest.mark.parametrize(("options", "names"), [
    ("", ["web"]), ("-a", ["new", "web", "old"]), ("-l", ["new"]), ("-n 2", ["new", "web"]), ("--filter status=exited", ["old"]),
    ("-a --filter name=w", ["new", "web"]), ("-a --filter name=^w", ["web"]), ("--filter publish=8080", ["web"]),
    ("--filter expose=80", ["web"]), ("--filter expose=81", []), ("-a --filter exited=137", ["old"]), ("-a -f network=net", ["new"]),
    ("-a --filter ancestor=nginx", ["web"]), ("-a -f label=tier", ["old"]), ("-a -f name=new -f name=old", ["new", "old"])])
def test_containers_are_filtered(options: str, names: list[str]) -> None:
    host = Typist(NET, "docker run -d --name old --label tier=back busybox", WEB, "docker stop old",
                  "docker create --name new --network net busybox")
    assert host.type(f"docker ps {options} --format '{{{{.Names}}}}'").split() == names


def test_states_are_told_with_their_time() -> None:
    host = Typist(BOX, "docker create --name new busybox", WEB)
    host.lab.advance(150)
    host.type("docker stop box")
    host.lab.advance(7200)
    assert host.type("docker ps -a --format '{{.Names}} {{.Status}} {{.RunningFor}}'") == (
        "web Up 2 hours 2 hours ago\nnew Created 2 hours ago\nbox Exited (137) 2 hours ago 2 hours ago\n")


@pytest.mark.parametrize(("template", "text"), [
    ("{{.NetworkSettings.IPAddress}}", "172.17.0.2"),
    ("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", "172.17.0.2"),
    ("{{range $k, $v := .NetworkSettings.Networks}}{{$k}}={{$v.Gateway}}{{end}}", "bridge=172.17.0.1"),
    ("{{range $p, $c := .NetworkSettings.Ports}}{{$p}} -> {{(index $c 0).HostPort}}{{end}}", "80/tcp -> 8080"),
    ('{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}', "8080"),
    ('{{with index .NetworkSettings.Networks "bridge"}}{{.MacAddress}}{{end}}', "02:42:ac:11:00:02"),
    ("{{json .NetworkSettings.Ports}}", '{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"},{"HostIp":"::","HostPort":"8080"}]}'),
    ("{{json .HostConfig.PortBindings}}", '{"80/tcp":[{"HostIp":"","HostPort":"8080"}]}'),
    ("{{len .NetworkSettings.Networks}}", "1"),
    ('{{printf "%s has %d" .Name (len .NetworkSettings.Ports)}}', "/web has 1"),
    ('{{if eq .State.Status "running"}}yes{{else}}no{{end}}', "yes"),
    ('{{if and .State.Running (not .State.Paused)}}up{{end}}', "up"),
    ('{{if .State.Paused}}a{{else if .State.Running}}b{{else}}c{{end}}', "b"),
    ('{{.Name | upper | printf "%q"}}', '"/WEB"'),
    ('{{join .Args " "}}', "nginx -g daemon off;"),
    ("{{.HostConfig.NetworkMode}} {{.Config.Image}} {{.State.ExitCode}}", "default nginx 0"),
    ("{{- .Name -}}  x", "/webx"),
    ("{{/* nothing */}}{{.Name}}", "/web"),
    ('{{range $i, $a := .Args}}{{if $i}}, {{end}}{{$a}}{{end}}', "nginx, -g, daemon off;"),
    ("{{.HostConfig.Links}}", "[]"),
    ("{{.NetworkSettings.Ports}}", "map[80/tcp:[{0.0.0.0 8080} {:: 8080}]]")])
def test_templates_read_what_inspect_shows(template: str, text: str) -> None:
    assert Typist(WEB).ask(f"docker inspect -f '{template}' web") == (text + "\n", "", 0)


@pytest.mark.parametrize(("template", "text"), [
    ("{{.Name", "unclosed action"), ("{{fly .Name}}", 'function "fly" not defined'), ("{{if .Name}}x", "unexpected EOF"),
    ("{{end}}", "unexpected {{end}}"), ("{{}}", "missing value for command"),
    ("{{if false}}{{fly}}{{end}}", 'function "fly" not defined'), ("{{$x}}", 'undefined variable "$x"')])
def test_a_template_that_does_not_parse_ends_with_64(template: str, text: str) -> None:
    assert Typist(BOX).ask(f"docker inspect -f '{template}' box") == ("", f"Template parsing error: template: :1: {text}\n", 64)


@pytest.mark.parametrize(("template", "text"), [
    ("{{.Nope}}", ':1:2: executing "" at <.Nope>: map has no entry for key "Nope"'),
    ("{{.State.Nope}}", ':1:8: executing "" at <.State.Nope>: map has no entry for key "Nope"'),
    ("{{json .State.Health.Log}}", ':1:13: executing "" at <.State.Health.Log>: map has no entry for key "Health"'),
    ('{{(index (index .NetworkSettings.Ports "22/tcp") 0).HostPort}}',
     ':1:3: executing "" at <index (index .NetworkSettings.Ports "22/tcp") 0>: error calling index: index of untyped nil'),
    ("{{range .NetworkSettings.Networks}}{{.Nope}}{{end}}", ':1:37: executing "" at <.Nope>: map has no entry for key "Nope"')])
def test_a_field_that_is_not_there_is_named_with_its_place(template: str, text: str) -> None:
    assert Typist(BOX).ask(f"docker inspect -f '{template}' box") == ("\n", f"Template parsing error: template: {text}\n", 1)


def test_a_table_of_ones_own_has_headings() -> None:
    host = Typist(WEB)
    assert host.type("docker ps --format 'table {{.Names}}\\t{{.Ports}}'") == (
        "NAMES     PORTS\nweb       0.0.0.0:8080->80/tcp, :::8080->80/tcp\n")
    assert json.loads(host.type("docker ps --format '{{json .}}'"))["Names"] == "web"


def test_ports_are_shown_with_both_families() -> None:
    host = Typist(WEB)
    assert host.type("docker port web") == "80/tcp -> 0.0.0.0:8080\n80/tcp -> :::8080\n"
    assert host.type("docker port web 80") == host.type("docker port web 80/tcp") == "0.0.0.0:8080\n:::8080\n"
    assert host.ask("docker port web 81") == ("", "Error: No public port '81/tcp' published for web\n", 1)


@pytest.mark.parametrize(("options", "ports"), [
    ("-P", "0.0.0.0:49153->80/tcp, :::49153->80/tcp"),
    ("-p 80", "0.0.0.0:49153->80/tcp, :::49153->80/tcp"),
    ("", "80/tcp"),
    ("-p 127.0.0.1:81:80", "127.0.0.1:81->80/tcp"),
    ("-p 127.0.0.1::80", "127.0.0.1:49153->80/tcp"),
    ("-p 53:53/udp", "0.0.0.0:53->53/udp, :::53->53/udp, 80/tcp"),
    ("--expose 443", "80/tcp, 443/tcp"),
    ("--expose 81-82", "80-82/tcp"),
    ("-p 8080:80 --expose 443", "443/tcp, 0.0.0.0:8080->80/tcp, :::8080->80/tcp"),
    ("-p 80:80 -p 81:81", "0.0.0.0:80-81->80-81/tcp, :::80-81->80-81/tcp"),
    ("-p 8000-8001:80-81", "0.0.0.0:8000->80/tcp, :::8000->80/tcp, 0.0.0.0:8001->81/tcp, :::8001->81/tcp"),
    ("-p 8000-8005:80", "0.0.0.0:8000->80/tcp, :::8000->80/tcp")])
def test_ps_shows_published_and_exposed_ports(options: str, ports: str) -> None:
    assert Typist(f"docker run -d {options} nginx").type("docker ps --format '{{.Ports}}'") == ports + "\n"


def test_a_freed_port_is_not_given_again_at_once() -> None:
    host = Typist("docker run -d --name a -P nginx", "docker rm -f a", "docker run -d --name b -P nginx")
    assert host.type("docker port b 80").splitlines()[0] == "0.0.0.0:49154"


@pytest.mark.parametrize(("template", "text"), [
    ("{{.IPAM.Config}}", "[{172.17.0.0/16   map[]}]"), ("{{range .IPAM.Config}}{{.Subnet}} {{.Gateway}};{{end}}", "172.17.0.0/16 ;"),
    ("{{(index .IPAM.Config 0).Subnet}}", "172.17.0.0/16"), ("{{json .IPAM.Config}}", '[{"Subnet":"172.17.0.0/16"}]'),
    ("{{range .Containers}}{{.Name}} {{.IPv4Address}}{{end}}", "web 172.17.0.2/16"),
    ('{{index .Options "com.docker.network.bridge.name"}}', "docker0")])
def test_a_networks_templates_know_fields_that_json_leaves_out(template: str, text: str) -> None:
    assert Typist(WEB).ask(f"docker network inspect -f '{template}' bridge") == (text + "\n", "", 0)


@pytest.mark.parametrize(("line", "text"), [
    ("docker ps --format '{{.Nope}}'",
     'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *formatter.ContainerContext'),
    ("docker ps --format '{{.Names'", "template: :1: unclosed action"),
    ("docker network ls --format '{{.Nope}}'",
     'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *network.networkContext')])
def test_a_list_refuses_what_its_lines_do_not_have(line: str, text: str) -> None:
    assert Typist(WEB).ask(line) == ("", text + "\n", 1)


def test_lines_have_labels_and_dates_and_json_sorts_their_fields() -> None:
    host = Typist("docker run -d --name web --label tier=front nginx", "docker network create --label tier=back net")
    assert host.type("docker ps --format '{{.Label \"tier\"}} {{.Labels}}'") == "front tier=front\n"
    lines = host.type("docker network ls -f name=net --format '{{.Label \"tier\"}} {{.CreatedAt}}'")
    assert lines == "back 2025-01-01 00:00:00 +0000 UTC\n"
    for line in ("docker ps --format '{{json .}}'", "docker network ls -f name=net --format '{{json .}}'"):
        fields = list(json.loads(host.type(line)))
        assert fields == sorted(fields) and "Label" not in fields


def test_28_writes_json_brackets_and_the_daemons_words() -> None:
    host = Typist(WEB, daemon="dockerd --engine-version 28")
    assert host.type("docker ps --format '{{.Ports}}'") == "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp\n"
    assert host.type("docker port web 80") == "0.0.0.0:8080\n[::]:8080\n"
    assert json.loads(host.type("docker ps --format json"))["Names"] == "web"
    assert json.loads(host.type("docker inspect -f json web"))[0]["Name"] == "/web"
    assert host.ask("docker network rm nosuch") == ("", "Error response from daemon: network nosuch not found\n", 1)
    assert host.ask("docker rm nosuch") == ("", "Error response from daemon: No such container: nosuch\n", 1)


def test_20_10_takes_json_for_a_text() -> None:
    assert Typist(WEB).type("docker ps --format json") == "json\n"
