"""arp of net-tools 2.10: the neighbour table in its old words (arp.c)."""

import errno
from dataclasses import dataclass, field

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.commands.net_tools_text import (
    ARP_HARDWARE, ARP_HARDWARE_TEXT, E_OPTERR, FAMILIES, FAMILIES_BUILT, HARDWARE, HARDWARE_BUILT, RELEASE, host_name, parse_ether, resolve,
    show_usage,
)
from pynetns.commands.proc_net import ARPHRD_ETHER, ATF_COM, ATF_PERM, ATF_PUBL, ArpRow, arp_rows
from pynetns.errors import strerror
from pynetns.netns.arp_ioctl import ATF_DONTPUB, ATF_NETMASK, delete_entry, set_entry
from pynetns.wire.address import format_ipv4, format_mac

_USAGE = """\
Usage:
  arp [-vn]  [<HW>] [-i <if>] [-a] [<hostname>]             <-Display ARP cache
  arp [-v]          [-i <if>] -d  <host> [pub]               <-Delete ARP entry
  arp [-vnD] [<HW>] [-i <if>] -f  [<filename>]            <-Add entry from file
  arp [-v]   [<HW>] [-i <if>] -s  <host> <hwaddr> [temp]            <-Add entry
  arp [-v]   [<HW>] [-i <if>] -Ds <host> <if> [netmask <nm>] pub          <-''-

        -a                       display (all) hosts in alternative (BSD) style
        -e                       display (all) hosts in default (Linux) style
        -s, --set                set a new ARP entry
        -d, --delete             delete a specified entry
        -v, --verbose            be verbose
        -n, --numeric            don't resolve names
        -i, --device             specify network interface (e.g. eth0)
        -D, --use-device         read <hwaddr> from given device
        -A, -p, --protocol       specify protocol family
        -f, --file               read new entries from file or from /etc/ethers

  <HW>=Use '-H <hw>' to specify hardware address type. Default: ether
  List of possible hardware types (which support ARP):
"""
_LONG = {"verbose": ("v", False), "version": ("V", False), "all": ("a", False), "delete": ("d", False), "file": ("f", False),
         "numeric": ("n", False), "set": ("s", False), "protocol": ("A", True), "hw-type": ("H", True), "device": ("i", True),
         "help": ("h", False), "use-device": ("D", False), "symbolic": ("N", False)}
_VERSION = RELEASE + "+I18N +SELINUX\n" + FAMILIES_BUILT + HARDWARE_BUILT.format("(ether)")
_TITLE = "Address                  HWtype  HWaddress           Flags Mask            Iface\n"
_HARDWARE_NUMBERS = {"ether": ARPHRD_ETHER}  # the others are no device's here
_FAILED = 255


@dataclass(slots=True)
class _Arp:
    """One call of the command."""

    context: Context
    action: str = ""
    numeric: bool = False
    verbose: bool = False
    from_device: bool = False
    linux_style: bool = False
    everything: bool = False
    hardware: str = "ether"
    hardware_set: bool = False
    family: str = "inet"
    device: str = ""
    words: list[str] = field(default_factory=list)

    def usage(self) -> CommandFailed:
        return CommandFailed(_USAGE + ARP_HARDWARE_TEXT, E_OPTERR)

    # --- show --------------------------------------------------------------------------------------------------------------------

    def show(self) -> int:
        name = self.words[0] if self.words else ""
        host = resolve(name, status=_FAILED)[0] if name else None
        rows = list(arp_rows(self.context.namespace))
        shown = [row for row in rows if (not self.hardware_set or row.type == _HARDWARE_NUMBERS.get(self.hardware))
                 and (host is None or row.address == host) and (not self.device or row.device == self.device)]
        if shown and self.linux_style:
            self.context.out(_TITLE)
        for row in shown:
            self.context.out(self._linux_line(row) if self.linux_style else self._bsd_line(row))
        if self.verbose:
            self.context.out(f"Entries: {len(rows)}\tSkipped: {len(rows) - len(shown)}\tFound: {len(shown)}\n")
        if not shown:
            if host is not None and not self.everything:
                self.context.out(f"{name} ({format_ipv4(host)}) -- no entry\n")
            elif self.hardware_set or host is not None or self.device:
                self.context.out(f"arp: in {len(rows)} entries no match found.\n")
        return 0

    def _linux_line(self, row: ArpRow) -> str:
        """arp_disp_2()."""
        flags = "".join(letter for letter, bit in (("C", ATF_COM), ("M", ATF_PERM), ("P", ATF_PUBL)) if row.flags & bit)
        if row.flags & ATF_COM:
            hardware, address = _hardware_name(row), format_mac(row.mac)
        else:
            hardware, address = ("*", "<from_interface>") if row.flags & ATF_PUBL else ("", "(incomplete)")
        name = host_name(row.address, self.numeric)
        return f"{name:<23.23}  {hardware:<8.8}{address:<20.20}{flags:<6.6}{'':<15} {row.device}\n"

    def _bsd_line(self, row: ArpRow) -> str:
        """arp_disp()."""
        ip = format_ipv4(row.address)
        name = host_name(row.address, self.numeric)
        if row.flags & ATF_COM:
            where = f"{format_mac(row.mac)} [{_hardware_name(row)}] "
        else:
            where = "<from_interface> " if row.flags & ATF_PUBL else "<incomplete> "
        words = ("PERM " if row.flags & ATF_PERM else "") + ("PUB " if row.flags & ATF_PUBL else "")
        return f"{'?' if name == ip else name} ({ip}) at {where}{words}on {row.device}\n"

    # --- change ------------------------------------------------------------------------------------------------------------------

    def delete(self) -> int:
        if not self.words:
            raise CommandFailed("arp: need host name\n", _FAILED)
        host, *modifiers = self.words
        address = resolve(host, status=_FAILED)[0]
        request = _Modifiers(self, address, host, ATF_PERM)
        request.read(modifiers, deleting=True)
        which = request.which or {"pub", "priv"}
        if "priv" in which:
            number = self._delete(request, "dontpub", request.flags)
            if number not in (errno.ENXIO, errno.ENOENT) or "pub" not in which:
                return self._deleted(request, "dontpub", number)
        return self._deleted(request, "pub", self._delete(request, "pub", request.flags | ATF_PUBL))

    def _delete(self, request: "_Modifiers", kind: str, flags: int) -> int:
        """The errno of SIOCDARP, 0 if it went well."""
        if self.verbose:
            self.context.err(f"arp: SIOCDARP({kind})\n")
        try:
            delete_entry(self.context.namespace, request.address, flags, self.device[:15], request.netmask)
        except OSError as refusal:
            return refusal.errno or errno.EINVAL
        return 0

    def _deleted(self, request: "_Modifiers", kind: str, number: int) -> int:
        if not number:
            return 0
        if number in (errno.ENXIO, errno.ENOENT):
            self.context.out(f"No ARP entry for {request.host}\n")
        else:
            self.context.err(f"SIOCDARP({kind}): {strerror(number)}\n")
        return _FAILED

    def set(self, words: list[str]) -> int:
        if not words:
            raise CommandFailed("arp: need host name\n", _FAILED)
        host = words[0]
        address = resolve(host, status=_FAILED)[0]
        if len(words) < 2:
            raise CommandFailed("arp: need hardware address\n", _FAILED)
        loopback = False
        if self.from_device:
            mac, loopback = self._mac_of(words[1])
        else:
            found = parse_ether(words[1], b"\0\0" + address.to_bytes(4, "big")) if self.hardware == "ether" else None
            if found is None:
                raise CommandFailed("arp: invalid hardware address\n", _FAILED)
            mac = found
        request = _Modifiers(self, address, host, ATF_PERM | ATF_COM)
        request.read(words[2:], deleting=False)
        if self.verbose:
            self.context.err("arp: SIOCSARP()\n")
        try:
            set_entry(self.context.namespace, address, mac, request.flags, self.device[:15], request.netmask, loopback)
        except OSError as refusal:
            self.context.err(f"SIOCSARP: {strerror(refusal.errno or 0)}\n")
            return _FAILED
        return 0

    def _mac_of(self, name: str) -> tuple[bytes, bool]:
        """arp_getdevhw(): the address of a device."""
        device = self.context.namespace.devices.get(name[:15])
        if device is None:
            raise CommandFailed(f"arp: cant get HW-Address for `{name}': No such device.\n", _FAILED)
        if self.hardware_set and (self.hardware != "ether" or device.is_loopback):
            raise CommandFailed("arp: protocol type mismatch.\n", _FAILED)
        if self.verbose:
            kind, shown = ("loop", "") if device.is_loopback else ("ether", format_mac(device.mac))
            self.context.err(f"arp: device `{name}' has HW address {kind} `{shown}'.\n")
        return device.mac, device.is_loopback

    def file(self) -> int:
        """arp_file(): an entry a line, as in /etc/ethers."""
        name = self.words[0] if self.words else "/etc/ethers"
        try:
            with open(name, encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except OSError:
            raise CommandFailed(f"arp: cannot open etherfile {name} !\n", _FAILED) from None
        for number, line in enumerate(lines, 1):
            if self.verbose:
                self.context.err(f">> {line}\n")
            if not line or line.startswith("#"):
                continue
            words = line.split()
            if len(words) < 2:
                self.context.err(f"arp: format error on line {number} of etherfile {name} !\n")
                continue
            if ":" in words[0]:
                words[0], words[1] = words[1], words[0]
            try:
                failed = self.set(words)
            except CommandFailed as failure:
                self.context.err(failure.message)
                failed = failure.status
            if failed:
                self.context.err(f"arp: cannot set entry on line {number} of etherfile {name} !\n")
        return 0


@dataclass(slots=True)
class _Modifiers:
    """What stands behind the host: temp, pub, dev and their like."""

    arp: _Arp
    address: int
    host: str
    flags: int
    netmask: int = 0xFFFFFFFF
    which: set[str] = field(default_factory=set)

    def read(self, words: list[str], deleting: bool) -> None:
        pending = iter(words)
        for word in pending:
            if deleting and self.arp.verbose:
                self.arp.context.err(f"args={word}\n")
            if word in ("pub", "priv"):
                self.which.add(word)
                if not deleting:
                    self.flags = self.flags | ATF_PUBL if word == "pub" else self.flags & ~ATF_PUBL
            elif word == "temp":
                self.flags &= ~ATF_PERM
            elif word == "dontpub":
                self.flags |= ATF_DONTPUB
            elif word == "dev":
                self.arp.device = self._argument(next(pending, None))[:15]
            elif word == "netmask":
                text = self._argument(next(pending, None))
                if text != "255.255.255.255":
                    self.host = text
                    self.netmask = resolve(text, status=_FAILED)[0]
                    self.flags |= ATF_NETMASK
            elif word == "auto":
                raise CommandFailed("arp: feature `ATF_MAGIC' not supported.\n"
                                    "Please recompile `net-tools' with newer kernel source or full configuration.\n", _FAILED)
            elif word != "trail":
                raise self.arp.usage()

    def _argument(self, word: str | None) -> str:
        if word is None:
            raise self.arp.usage()
        return word


def _hardware_name(row: ArpRow) -> str:
    return "ether" if row.type == ARPHRD_ETHER else "loop"


def main(context: Context, words: list[str]) -> int:
    call = _Arp(context)
    reader = Getopt(context, "arp", words, "A:H:adfp:nsei:t:vh?DNV", _LONG)
    for option, value in reader:
        if option == "V":
            context.out(_VERSION)
            return 0
        if option in ("h", UNKNOWN):
            return show_usage(context, 0 if option == "h" else E_OPTERR, _USAGE, ARP_HARDWARE_TEXT)
        _apply(call, option, value)
    if call.family != "inet":
        raise CommandFailed(f"arp: {call.family}: kernel only supports 'inet'.\n", _FAILED)
    if call.hardware not in ARP_HARDWARE:
        raise CommandFailed(f"arp: {call.hardware}: hardware type without ARP support.\n", _FAILED)
    call.words = reader.rest
    if call.action == "set":
        return call.set(call.words)
    if not call.action:
        call.linux_style = True
    return {"delete": call.delete, "file": call.file}.get(call.action, call.show)()


def _apply(call: _Arp, option: str, value: str) -> None:
    if option in "adfs":
        call.action = {"a": "show", "d": "delete", "f": "file", "s": "set"}[option]
        call.everything |= option == "a"
    elif option == "e":
        call.linux_style = True
    elif option == "n":
        call.numeric = True
    elif option == "D":
        call.from_device = True
    elif option == "N":
        call.context.err("arp: -N not yet supported.\n")
    elif option == "v":
        call.verbose = True
    elif option in ("A", "p"):
        if value not in FAMILIES:
            raise CommandFailed(f"arp: {value}: unknown address family.\n", _FAILED)
        call.family = value
    elif option in ("H", "t"):
        if value not in HARDWARE:
            raise CommandFailed(f"arp: {value}: unknown hardware type.\n", _FAILED)
        call.hardware, call.hardware_set = value, True
    elif option == "i":
        call.device = value[:15]
