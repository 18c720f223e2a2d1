"""`pynetns compose`: what comes up, and a table in which each cell was found by sending."""

import json
from pathlib import Path
from typing import Any

import pytest

from pynetns import Lab
from pynetns.__main__ import main
from pynetns.docker import Docker, DockerError
from pynetns.docker.compose import Project, up

SHOP: dict[str, Any] = {
    "name": "shop",
    "networks": {"front": {"name": "shop_front"},
                 "back": {"name": "shop_back", "internal": True, "ipam": {"config": [{"subnet": "172.30.0.0/24"}]}}},
    "services": {
        "proxy": {"image": "nginx:alpine", "networks": {"front": None}, "depends_on": {"app": {"condition": "service_started"}},
                  "ports": [{"mode": "ingress", "target": 80, "published": "8080", "protocol": "tcp"}]},
        "app": {"build": {"context": "."}, "command": None, "expose": ["3000"], "depends_on": {"db": {"condition": "service_started"}},
                "networks": {"front": {"aliases": ["api"]}, "back": {"ipv4_address": "172.30.0.50"}}},
        "db": {"image": "postgres:16", "networks": {"back": None},
               "ports": [{"target": 5432, "published": "5432", "protocol": "tcp", "host_ip": "127.0.0.1"}]},
        "dns": {"image": "coredns/coredns", "networks": {"front": None}, "ports": [{"target": 53, "published": "5353", "protocol": "udp"}]},
        "cache": {"image": "redis", "network_mode": "service:app"},
        "agent": {"image": "httpd", "network_mode": "host"}}}


def table(tmp_path: Path, capsys: pytest.CaptureFixture[str], project: dict[str, Any], *words: str) -> dict[str, dict[str, str]]:
    file = tmp_path / "compose.json"
    file.write_text(json.dumps(project))
    assert main(["compose", str(file), *words]) == 0
    head, *rows = (line.split() for line in capsys.readouterr().out.split("FROM \\ TO")[1].split("\n\n")[0].splitlines())
    return {name: dict(zip(head, cells, strict=True)) for name, *cells in rows}


@pytest.mark.parametrize("version", ["20.10", "28"])
def test_the_table_follows_from_the_networks_and_the_published_ports(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                                     version: str) -> None:
    reach = table(tmp_path, capsys, SHOP, "--engine-version", version)
    assert reach["outside"] == {"agent": "80", "app": "-", "cache": "-", "db": "-", "dns": "5353->53/udp", "proxy": "8080->80"}
    assert reach["host"]["db"] == "5432" and reach["host"]["proxy"] == "80,8080->80"
    assert reach["proxy"] == {"agent": "-", "app": "3000", "cache": "-", "db": "-", "dns": "53/udp", "proxy": "80"}
    assert reach["app"]["db"] == "5432" and reach["db"]["app"] == "3000" and reach["db"]["proxy"] == "-"
    assert reach["app"]["cache"] == "6379" and reach["cache"]["db"] == "5432"


def test_a_firewall_rule_changes_the_cells_that_it_stops() -> None:
    daemon = Docker(Lab().netns("host"))
    containers = up(daemon, Project(SHOP))
    assert [c.name for c in containers["app"]] == ["shop-app-1"]
    assert daemon.exec("shop-proxy-1", "nc -z -w 1 api 3000").returncode == 0
    daemon.exec("shop-app-1", "iptables -A INPUT -p tcp --dport 3000 -j REJECT --reject-with tcp-reset")
    assert daemon.exec("shop-proxy-1", "nc -z -w 1 api 3000").returncode == 1


def test_replicas_share_a_name_and_have_a_number() -> None:
    daemon = Docker(Lab().netns("host"))
    project = Project({"name": "p", "services": {"web": {"image": "nginx", "deploy": {"replicas": 3}}, "ask": {"image": "busybox"}}})
    assert [container.name for container in up(daemon, project)["web"]] == ["p-web-1", "p-web-2", "p-web-3"]
    answer = str(daemon.exec("p-ask-1", "nslookup web"))
    assert answer.count("Address: 172.18.0.") == 3


@pytest.mark.parametrize(("project", "words"), [
    ({}, "empty compose file"),
    ({"services": {"a": {}}}, 'service "a" has neither an image nor a build context specified: invalid compose project'),
    ({"services": {"a": {"image": "x", "networks": {"n": None}}}}, 'service "a" refers to undefined network n: invalid compose project'),
    ({"services": {"a": {"image": "x", "depends_on": {"b": {}}}}}, 'service "a" depends on undefined service "b"'),
    ({"services": {"a": {"image": "x", "depends_on": ["b"]}, "b": {"image": "x", "depends_on": ["a"]}}}, "dependency cycle detected"),
    ({"services": {"a": {"image": "x", "network_mode": "host", "networks": {"default": None}}}}, "mutually exclusive")])
def test_a_project_that_is_none_is_refused_in_composes_words(project: dict[str, Any], words: str) -> None:
    with pytest.raises(DockerError, match=words):
        Project(project)


def test_the_status_says_what_was_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compose", str(tmp_path / "none.json")]) == 14
    file = tmp_path / "compose.json"
    file.write_text("services:\n  web: {}\n")
    assert main(["compose", str(file)]) == 15
    project = {"services": {"a": {"image": "x", "networks": {"n": None}}}, "networks": {"n": {"external": True, "name": "n"}}}
    file.write_text(json.dumps(project))
    assert main(["compose", str(file)]) == 1
    assert "network n declared as external, but could not be found" in capsys.readouterr().err
