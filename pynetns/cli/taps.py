"""A capture of every interface of a lab, from the moment that it is there: what `--pcap DIR` leaves behind."""

import re
from collections.abc import Iterator
from pathlib import Path

from pynetns.device.capture import Capture
from pynetns.device.netdevice import REGISTER, UNREGISTER, NetDevice
from pynetns.lab import Lab
from pynetns.netns.namespace import NetNamespace

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # what a file's name can't have on one platform or another


class _Tap:
    """One interface in one namespace, under the last name that it had there."""

    def __init__(self, namespace: NetNamespace, device: NetDevice) -> None:
        self.namespace = namespace
        self.device = device
        self.capture = device.capture()
        self.gone_as: str | None = None

    @property
    def name(self) -> str:
        name = self.gone_as or self.device.name
        return f"{self.namespace.name}.{name}" if self.namespace.name else name


class TappedLab(Lab):
    """A lab whose every interface is captured: those made later too, each again where it is moved to, and what is deleted stays."""

    def __init__(self, seed: int = 0, flow_cache: bool = True, work_limit: int = 4_000_000) -> None:
        super().__init__(seed, flow_cache, work_limit)
        self._taps: list[_Tap] = []
        self._watch(self.host)

    def netns(self, name: str) -> NetNamespace:
        namespace = super().netns(name)
        self._watch(namespace)
        return namespace

    def _watch(self, namespace: NetNamespace) -> None:
        """Hear of the namespace's devices as its own stack does."""
        self._taps += [_Tap(namespace, device) for device in namespace.devices.values()]

        def hear(event: str, device: NetDevice) -> None:
            if event == REGISTER:
                self._taps.append(_Tap(namespace, device))
            elif event == UNREGISTER:
                for tap in self._taps:
                    if tap.device is device and tap.namespace is namespace and tap.gone_as is None:
                        tap.gone_as = device.name

        namespace.listen(hear)

    def captures(self) -> Iterator[tuple[str, list[Capture]]]:
        """By name, NAMESPACE.INTERFACE; an interface that was deleted and made again has two captures under one name."""
        by_name: dict[str, list[Capture]] = {}
        for tap in self._taps:
            by_name.setdefault(tap.name, []).append(tap.capture)
        yield from by_name.items()

    def save(self, folder: Path) -> None:
        """One pcap for each interface, NAMESPACE.INTERFACE.pcap; those of the initial namespace, which has no name, INTERFACE.pcap."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, captures in self.captures():
            self.write_captures(str(folder / f"{_UNSAFE.sub('_', name)}.pcap"), captures)
