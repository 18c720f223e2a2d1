"""Which commands a program finds where: the lab's, on PATH and over the machine's own of the same names, and what is neither."""

from contextlib import suppress
from pathlib import Path

from pynetns.cli.exec.mounts import MS_BIND, mount

# The commands that are the lab's; every other program is the machine's.
OURS = frozenset((
    "arp", "arping", "brctl", "bridge", "conntrack", "curl", "date", "dmesg", "docker", "dockerd", "ethtool", "ifconfig", "ip",
    "ip6tables", "ip6tables-legacy", "ip6tables-legacy-restore", "ip6tables-legacy-save", "ip6tables-restore", "ip6tables-save",
    "ipmaddr", "ipset", "iptables", "iptables-legacy", "iptables-legacy-restore", "iptables-legacy-save", "iptables-restore",
    "iptables-save", "modprobe", "nc", "netstat", "nsenter", "nslookup", "nstat", "ping", "route", "sleep", "ss", "sudo", "sysctl",
    "systemctl", "tc", "tcpdump", "timeout", "tracepath", "traceroute", "unshare", "wget", "xtables-legacy-multi"))

# Commands of networks that a machine may have, and that would act on the session's empty one instead of the lab: here they fail.
MISSING = frozenset((
    "arptables", "brouted", "dhclient", "dhcpcd", "dig", "ebtables", "fping", "host", "hping3", "iperf", "iperf3", "ipvsadm", "iw",
    "iwconfig", "mtr", "ndisc6", "nft", "nmap", "openvpn", "ovs-ofctl", "ovs-vsctl", "rdisc6", "rdma", "socat", "tunctl", "udhcpc",
    "vconfig", "wg", "xtables-nft-multi"))
FOLDERS = ("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
# One program serves several of the names: the one behind iptables and its family.
_SHARED = frozenset(("xtables-legacy-multi", "xtables-nft-multi"))


def keep_etc(folder: Path) -> None:
    """What is written to /etc, such as /etc/netns/NAME/resolv.conf, stays in the session: an overlay, where this user may have one."""
    upper, work = folder / "etc", folder / "etc-work"
    upper.mkdir()
    work.mkdir()
    with suppress(OSError):
        mount("overlay", "/etc", "overlay", 0, f"lowerdir=/etc,upperdir={upper},workdir={work},userxattr")


def cover(program: Path) -> None:
    """In the session's mount namespace: the client lies over every program of the machine that has one of our names, so that /sbin/ip is
    the lab's too. A program that has other names besides, such as busybox, stays."""
    covered = set()
    for name in sorted(OURS - {"date"}):  # which asks the lab, and then is the machine's
        for folder in FOLDERS:
            path = Path(folder, name)
            if not path.is_file():
                continue
            real = path.resolve()
            if real not in covered and (real.name in OURS or real.name in _SHARED):
                mount(str(program), str(real), "", MS_BIND)
                covered.add(real)
