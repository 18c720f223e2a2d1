"""net.* settings of a namespace by the kernel's names, with its defaults, ranges and side effects (ip_sysctl.c, devinet.c, neighbour.c)."""

import errno
from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING

from pynetns.netns.device_conf import CONF_DEFAULTS, NEIGH_ALIASES, NEIGH_DEFAULTS, USER_TICK, DeviceConf, NeighParms
from pynetns.netns.sysctl_unused import MACHINE, UNUSED
from pynetns.netns.sysctl_values import (
    ANY, COUNTED, NETCONF, OF_MACHINE, PLAIN, READ_ONLY, ROUTE_FLUSH, SysctlError, Value, checked, in_jiffies, number_of,
)

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

__all__ = ["ROUTE_FLUSH", "Sysctl", "SysctlError", "Value"]


class Sysctl(MutableMapping[str, Value]):
    """`host.sysctl["net.ipv4.ip_forward"] = 1`. Numbers read as int, everything else as the text in /proc/sys.

    >>> from pynetns import Lab
    >>> host = Lab().netns("host")
    >>> host.sysctl["net.ipv4.ip_forward"] = 1
    >>> host.sysctl["net.ipv4.conf.lo.forwarding"]
    1
    """

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.values_by_key: dict[str, Value] = UNUSED | MACHINE | {key: default for key, (default, _) in PLAIN.items()}
        self.conf_all = DeviceConf(namespace.scheduler, None)
        self.conf_all.accept_source_route = 0
        self.conf_default = DeviceConf(namespace.scheduler, self.conf_all)
        self.neigh_default = NeighParms(namespace.random)

    def number(self, key: str) -> int:
        """A plain numeric setting, for the stages."""
        value = self.values_by_key[key]
        assert isinstance(value, int)
        return value

    def ports(self) -> tuple[int, int]:
        """net.ipv4.ip_local_port_range."""
        low, high = str(self.values_by_key["net.ipv4.ip_local_port_range"]).split()
        return int(low), int(high)

    def new_conf(self) -> DeviceConf:
        """Settings of a new device: what `default` says now."""
        return DeviceConf(self.namespace.scheduler, self.conf_all, self.conf_default)

    def new_parms(self) -> NeighParms:
        return NeighParms(self.namespace.random, self.neigh_default)

    # --- by name -----------------------------------------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Value:
        key = _dotted(key)
        if key in COUNTED:
            return len(self.namespace.conntrack)
        if key in self.values_by_key:
            return self.values_by_key[key]
        if key == "net.ipv4.ip_forward":
            return self.conf_all.forwarding
        if key == ROUTE_FLUSH:
            return ""
        place = self._place(key)
        if place is None:
            raise KeyError(key)
        holder, name, unit = place
        if unit == USER_TICK:
            return int(getattr(holder, name)) // 4 * 2 // 5
        return int(getattr(holder, name)) // unit

    def __setitem__(self, key: str, value: Value) -> None:
        key = _dotted(key)
        if key in COUNTED:
            raise SysctlError(errno.EINVAL, key)
        if key in self.values_by_key:
            if key in READ_ONLY:
                raise SysctlError(errno.EACCES, key)
            new = checked(key, value, self.values_by_key[key], self.number("net.ipv4.ip_unprivileged_port_start"))
            other = {"net.ipv4.ipfrag_low_thresh": "net.ipv4.ipfrag_high_thresh"}
            for low, high in other.items():
                if (key == low and int(new) > self.number(high)) or (key == high and int(new) < self.number(low)):
                    raise SysctlError(errno.EINVAL, key)
            self.values_by_key[key] = new
            if key == "net.bridge.bridge-nf-call-iptables":
                self.namespace.bridge_calls_iptables = bool(new)
            self.namespace.scheduler.flush()
            return
        if key == ROUTE_FLUSH:
            self.namespace.route.flush()
            return
        number = number_of(key, value, ANY)
        if key == "net.ipv4.ip_forward":
            self._set_forwarding("all", number)
            return
        place = self._place(key)
        if place is None:
            raise SysctlError(errno.ENOENT, key)
        holder, name, unit = place
        if name == "mc_forwarding":
            raise SysctlError(errno.EACCES, key)
        if isinstance(holder, NeighParms):
            if number < 0:
                raise SysctlError(errno.EINVAL, key)
            setattr(holder, name, number * 5 // 2 * 4 if unit == USER_TICK else in_jiffies(name, number * unit))
            if name == "base_reachable_time_ms":
                holder.randomize()
        elif name == "forwarding":
            self._set_forwarding(key.split(".", 3)[3].rpartition(".")[0], number)
        else:
            if name in NETCONF and getattr(holder, name) != number:
                setattr(holder, name, number)
                self._tell(key.split(".", 3)[3].rpartition(".")[0], name)
            setattr(holder, name, number)
            if name == "ignore_routes_with_linkdown":
                self.namespace.fib.forget()

    def _place(self, key: str) -> "tuple[DeviceConf | NeighParms, str, int] | None":
        """Where a per-device setting is kept, under which name, and its unit."""
        family, _, rest = key.partition("net.ipv4.")
        if family or not rest.startswith(("conf.", "neigh.")):
            return None
        kind, _, rest = rest.partition(".")
        scope, _, name = rest.rpartition(".")
        if kind == "conf" and name in CONF_DEFAULTS:
            if scope == "all":
                return self.conf_all, name, 1
            if scope == "default":
                return self.conf_default, name, 1
            device = self.namespace.devices.get(scope)
            return (device.in_dev.conf, name, 1) if device is not None else None
        if kind == "neigh":
            name, unit = NEIGH_ALIASES.get(name, (name, 1))
            if name not in NEIGH_DEFAULTS:
                return None
            if scope == "default":
                return self.neigh_default, name, unit
            device = self.namespace.devices.get(scope)
            return (device.in_dev.parms, name, unit) if device is not None else None
        return None

    def _set_forwarding(self, scope: str, number: int) -> None:
        """devinet_sysctl_forward(): `all` is ip_forward, and changes every device and the default (inet_forward_change)."""
        devices = [device.in_dev.conf for device in self.namespace.devices.values()]
        changed = [("all", self.conf_all), ("default", self.conf_default)] if scope == "all" else []
        for name in self.namespace.devices if scope == "all" else () if scope in ("all", "default") else (scope,):
            changed.append((name, self.namespace.devices[name].in_dev.conf))
        if scope == "default":
            changed.append(("default", self.conf_default))
        told = [name for name, conf in changed if conf.forwarding != number]
        if scope == "all":
            if number == self.conf_all.forwarding:
                return
            self.conf_all.forwarding = number
            self.conf_all.accept_redirects = 0 if number else 1
            self.conf_default.forwarding = number
            for conf in devices:
                conf.forwarding = number
        elif scope == "default":
            self.conf_default.forwarding = number
        else:
            self.namespace.devices[scope].in_dev.conf.forwarding = number
        for name in told:
            self._tell(name, "forwarding")

    def _tell(self, scope: str, name: str) -> None:
        """inet_netconf_notify_devconf()."""
        self.namespace.rtnetlink.tell("netconf", "new", (scope, name))

    @staticmethod
    def is_of_machine(key: str) -> bool:
        """Is it one for the whole machine, and hidden from other namespaces?"""
        return key in MACHINE

    def hides(self, key: str) -> bool:
        """Has this namespace no file for it? What is one for the whole machine only the initial one has. The API looks away from that."""
        return (key in MACHINE or key.startswith("net.ipv4.neigh.default.")) and not self._is_initial

    def is_read_only(self, key: str) -> bool:
        """Has its file no mode for writing?"""
        return (key in READ_ONLY or key in COUNTED or key.endswith(".mc_forwarding") or "available_" in key
                or (key in OF_MACHINE and not self._is_initial))

    @property
    def _is_initial(self) -> bool:
        return self.namespace.lab.host is self.namespace

    def plain_keys(self) -> tuple[str, ...]:
        """Every key that belongs to no device and not to all of them, what can only be written too."""
        return (*self.values_by_key, *COUNTED, "net.ipv4.ip_forward", ROUTE_FLUSH)

    def __delitem__(self, key: str) -> None:
        raise SysctlError(errno.EPERM, key)

    def __iter__(self) -> Iterator[str]:
        """Every key in the order of `sysctl -a`."""
        keys = [key for key in self.plain_keys() if key != ROUTE_FLUSH]
        for scope in ("all", "default", *self.namespace.devices):
            keys += [f"net.ipv4.conf.{scope}.{name}" for name in CONF_DEFAULTS]
            if scope != "all":
                keys += [f"net.ipv4.neigh.{scope}.{name}" for name in (*NEIGH_DEFAULTS, *NEIGH_ALIASES)]
        return iter(sorted(keys))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _dotted(key: str) -> str:
    """`net/ipv4/conf/eth0.10/forwarding` and `net.ipv4.conf.eth0/10.forwarding` name the same setting as sysctl(8) has it."""
    if "/" in key and ("." not in key or key.index("/") < key.index(".")):
        return key.replace("/", ".")
    return key.replace("/", ".")
