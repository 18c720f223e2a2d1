"""The five points of a packet's way at which others may look at it, change it or stop it: net/netfilter/core.c.

A function is registered with a priority, and called as `function(packet, state)`; its verdict says whether the packet goes on. The
points are `Stage` settings: a function that comes or goes makes every remembered path look again.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.device.scheduler import Scheduler
from pynetns.device.table import Stage

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# include/uapi/linux/netfilter.h: enum nf_inet_hooks, and the verdicts.
PRE_ROUTING, LOCAL_IN, FORWARD, LOCAL_OUT, POST_ROUTING = range(5)
DROP, ACCEPT, STOLEN, QUEUE, REPEAT, STOP = range(6)


class HookState:
    """Where a packet is: struct nf_hook_state, with what struct xt_action_param adds to it while a table's rules look at the packet."""

    __slots__ = ("fragoff", "hook", "hotdrop", "indev", "namespace", "outdev", "physin", "physout", "ports", "thoff")

    def __init__(self, hook: int, namespace: "NetNamespace", indev: NetDevice | None = None, outdev: NetDevice | None = None,
                 physin: NetDevice | None = None, physout: NetDevice | None = None) -> None:
        self.hook = hook
        self.namespace = namespace
        self.indev = indev
        self.outdev = outdev
        self.physin = physin  # the bridge port that it entered by
        self.physout = physout  # and the one that it leaves by
        self.hotdrop = False  # a match found the packet malformed: it is dropped whatever the rules say
        self.fragoff = 0  # in units of eight bytes
        self.thoff = 34  # where in the frame the transport header starts
        self.ports: tuple[int, int] | None = None  # once a match has read them


HookFunction = Callable[[Packet, HookState], int]
Entry = tuple[int, HookFunction]


class Hooks(Stage):
    """The functions of one namespace, by point, lowest priority first."""

    __slots__ = ("forward", "local_in", "local_out", "namespace", "post_routing", "pre_routing")

    def __init__(self, namespace: "NetNamespace", scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.namespace = namespace
        self.pre_routing: tuple[Entry, ...] = ()
        self.local_in: tuple[Entry, ...] = ()
        self.forward: tuple[Entry, ...] = ()
        self.local_out: tuple[Entry, ...] = ()
        self.post_routing: tuple[Entry, ...] = ()

    def register(self, hook: int, priority: int, function: HookFunction) -> None:
        """nf_register_net_hook(): behind those of the same priority."""
        entries = [*getattr(self, _NAMES[hook]), (priority, function)]
        setattr(self, _NAMES[hook], tuple(sorted(entries, key=lambda entry: entry[0])))

    def unregister(self, hook: int, function: HookFunction) -> None:
        setattr(self, _NAMES[hook], tuple(entry for entry in getattr(self, _NAMES[hook]) if entry[1] != function))

    def run(self, entries: tuple[Entry, ...], hook: int, packet: Packet, indev: NetDevice | None, outdev: NetDevice | None) -> bool:
        """May the packet go on? nf_hook_slow(). What nobody queues for is dropped."""
        bridged = packet.nf_bridge
        if bridged is None:
            state = HookState(hook, self.namespace, indev, outdev)
        else:
            state = HookState(hook, self.namespace, indev, outdev, bridged.physin, bridged.physout)
        for _, function in entries:
            verdict = function(packet, state)
            while verdict == REPEAT:
                verdict = function(packet, state)
            if verdict == ACCEPT:
                continue
            return verdict == STOP
        return True


_NAMES = ("pre_routing", "local_in", "forward", "local_out", "post_routing")
