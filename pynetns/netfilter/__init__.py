"""Netfilter: the tables of a namespace, its connections and their translations."""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import DOWN, NetDevice
from pynetns.netfilter.conntrack import Conntrack
from pynetns.netfilter.nat import Nat
from pynetns.netfilter.nf_log import NfLog
from pynetns.netfilter.table_hooks import register
from pynetns.netfilter.xtables import Xtables, Xtables6

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


def attach(namespace: "NetNamespace") -> None:
    """Give a namespace its netfilter; nothing of it costs a packet anything until it is used."""
    conntrack = namespace.conntrack = Conntrack(namespace)
    nat = namespace.nat = Nat(namespace)
    namespace.nf_log = NfLog(namespace)
    namespace.iptables = Xtables(namespace)
    namespace.ip6tables = Xtables6(namespace)
    namespace.iptables.listeners.append(register)

    def device_event(event: str, device: NetDevice) -> None:
        if event == DOWN and len(conntrack):
            nat.device_is_down(device.index)

    def addresses_changed(device: NetDevice) -> None:
        if len(conntrack):
            nat.addresses_changed(device)

    namespace.listen(device_event)
    namespace.addresses.watchers.append(addresses_changed)
