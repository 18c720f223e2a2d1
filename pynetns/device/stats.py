"""The counters of a device: rtnl_link_stats64, as `ip -s link` shows them."""

from collections.abc import Iterator

from pynetns.device.packet import Counter
from pynetns.device.scheduler import Scheduler


class DeviceStats:
    """Every counter that `ip -s -s link` and /proc/net/dev list. `rx` and `tx` count packets with their bytes, the others packets."""

    __slots__ = ("carrier_errors", "collisions", "multicast_in", "rx", "rx_drop", "rx_error", "rx_missed", "rx_nohandler_drop",
                 "tx", "tx_drop", "tx_error")

    def __init__(self, scheduler: Scheduler) -> None:
        for name in self.__slots__:
            setattr(self, name, Counter(scheduler))

    rx: Counter
    tx: Counter
    rx_error: Counter
    tx_error: Counter
    rx_drop: Counter
    tx_drop: Counter
    rx_missed: Counter
    rx_nohandler_drop: Counter
    multicast_in: Counter
    collisions: Counter
    carrier_errors: Counter

    @property
    def rx_packets(self) -> int:
        return self.rx.packets

    @property
    def rx_bytes(self) -> int:
        return self.rx.bytes

    @property
    def tx_packets(self) -> int:
        return self.tx.packets

    @property
    def tx_bytes(self) -> int:
        return self.tx.bytes

    @property
    def rx_errors(self) -> int:
        return self.rx_error.packets

    @property
    def tx_errors(self) -> int:
        return self.tx_error.packets

    @property
    def rx_dropped(self) -> int:
        return self.rx_drop.packets

    @property
    def tx_dropped(self) -> int:
        return self.tx_drop.packets

    @property
    def multicast(self) -> int:
        return self.multicast_in.packets

    def __iter__(self) -> Iterator[tuple[str, int]]:
        for name in ("rx_packets", "rx_bytes", "rx_errors", "rx_dropped", "multicast", "tx_packets", "tx_bytes", "tx_errors", "tx_dropped"):
            yield name, getattr(self, name)

    def __repr__(self) -> str:
        return "DeviceStats(" + ", ".join(f"{name}={value}" for name, value in self) + ")"
