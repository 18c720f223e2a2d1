"""Which multicast groups devices are in, and the reports that say so: IGMPv3 as a host speaks it (net/ipv4/igmp.c, RFC 3376).

Nobody asks in a lab (there is no querier), so reports are only those of a change: two of them, the first two ticks after it, the second a
random time of up to a second later. The group of all hosts is never reported.
"""

import struct
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND, Timer
from pynetns.wire.checksum import checksum
from pynetns.wire.ipv4 import IPPROTO_IGMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ALL_HOSTS = 0xE0000001  # 224.0.0.1: the group that every device is in while it is up
ALL_SNOOPERS = 0xE000006A  # 224.0.0.106: where bridges that look into IGMP are (RFC 4286)
_ALL_ROUTERS = 0xE0000016  # 224.0.0.22: where reports go
_REPORT = 0x22
TO_INCLUDE, TO_EXCLUDE = 3, 4  # a group of no source any more, of any source
_ROUTER_ALERT = b"\x94\x04\x00\x00"
_ROBUSTNESS = 2  # reports of one change
_TICK = SECOND // 250


class Igmp:
    """The groups of a namespace's devices; how many have joined each is in InDevice.groups."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._changes: dict[NetDevice, dict[int, tuple[int, int]]] = {}  # group: the kind of record, how often it is still to be told
        self._timers: dict[NetDevice, Timer] = {}

    def join(self, device: NetDevice, group: int) -> None:
        """ip_mc_inc_group()."""
        groups = device.in_dev.groups
        groups[group] = groups.get(group, 0) + 1
        if groups[group] == 1:
            self.namespace.scheduler.flush()
            self._changed(device, group, TO_EXCLUDE)

    def leave(self, device: NetDevice, group: int) -> None:
        """ip_mc_dec_group()."""
        groups = device.in_dev.groups
        users = groups.get(group, 0)
        if users > 1:
            groups[group] = users - 1
        elif users:
            del groups[group]
            self.namespace.scheduler.flush()
            self._changed(device, group, TO_INCLUDE)

    def up(self, device: NetDevice) -> None:
        """ip_mc_up(): what was joined before is told too."""
        self.join(device, ALL_HOSTS)
        for group in device.in_dev.groups:
            self._changed(device, group, TO_EXCLUDE)

    def down(self, device: NetDevice) -> None:
        """ip_mc_down(): nothing more is told."""
        timer = self._timers.pop(device, None)
        if timer is not None:
            timer.cancel()
        self.leave(device, ALL_HOSTS)
        self._changes.pop(device, None)

    def _changed(self, device: NetDevice, group: int, kind: int) -> None:
        """igmp_group_added(), igmp_group_dropped(), igmp_ifc_event()."""
        if group == ALL_HOSTS or not device.is_up or device.is_loopback or not self._reports(group):
            return
        self._changes.setdefault(device, {})[group] = (kind, _ROBUSTNESS)
        self._start(device, 2 * _TICK)

    def _reports(self, group: int) -> bool:
        """Groups of one link are told only if that is wanted, which it is."""
        return group >> 8 != 0xE00000 or bool(self.namespace.sysctl.number("net.ipv4.igmp_link_local_mcast_reports"))

    def _start(self, device: NetDevice, delay: int) -> None:
        running = self._timers.get(device)
        if running is not None:
            running.cancel()
        self._timers[device] = self.namespace.scheduler.timer(delay, lambda: self._tell(device))

    def _tell(self, device: NetDevice) -> None:
        """igmp_ifc_timer_expire(): one report with every change that is still to be told."""
        del self._timers[device]
        changes = self._changes.pop(device, {})
        if not device.is_up or not changes:
            return
        records = b"".join(struct.pack("!BBHI", kind, 0, 0, group) for group, (kind, _) in changes.items())
        self._send(device, len(changes), records)
        left = {group: (kind, times - 1) for group, (kind, times) in changes.items() if times > 1}
        if left:
            self._changes[device] = left
            interval = int(device.in_dev.conf.igmpv3_unsolicited_report_interval) * (SECOND // 1000)
            self._start(device, self.namespace.random.randrange(max(interval // _TICK, 1)) * _TICK + 2 * _TICK)

    def _send(self, device: NetDevice, count: int, records: bytes) -> None:
        """igmpv3_newpack(), igmpv3_sendpack()."""
        message = struct.pack("!BBHHH", _REPORT, 0, 0, 0, count) + records
        message = message[:2] + checksum(message).to_bytes(2, "big") + message[4:]
        namespace = self.namespace
        try:
            decision = namespace.route.output(_ALL_ROUTERS, oif=device)
        except OSError:
            return
        local = {address.local for address in device.in_dev.addresses}
        source = decision.src if decision.src in local else 0
        namespace.ipv4_output.local_out(namespace.ipv4_output.build(
            decision, source, _ALL_ROUTERS, IPPROTO_IGMP, message, tos=0xC0, ttl=1, df=True, options=_ROUTER_ALERT, identification=0))
