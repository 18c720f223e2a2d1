"""/proc/net/vlan, which is there as soon as there is a device of a VLAN: a list, and a file for each (net/8021q/vlanproc.c)."""

from typing import TYPE_CHECKING

from pynetns.commands.file_nodes import File, Folder, Node
from pynetns.device.vlan import Vlan

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_PRIVATE_FLAGS = 0x1021  # IFF_802_1Q_VLAN and others that every such device has
_REORDER_HDR = 1


def find(namespace: "NetNamespace", name: str) -> Node | None:
    """The folder, or a file in it."""
    vlans = {device.name: device for device in namespace.devices.values() if isinstance(device, Vlan)}
    if not vlans:
        return None
    if not name:
        return Folder(lambda: ("config", *vlans), 0o555)
    if name == "config":
        return File(lambda: _config(vlans), permissions=0o600)
    device = vlans.get(name)
    return File(lambda: _device(device), permissions=0o600) if device is not None else None


def _config(vlans: dict[str, Vlan]) -> str:
    """vlan_seq_show()."""
    return "VLAN Dev name\t | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n" + "".join(
        f"{device.name:<15}| {device.vlan_id}  | {_parent(device)}\n" for device in vlans.values())


def _parent(device: Vlan) -> str:
    return device.link.name if device.link is not None else ""


def _device(device: Vlan) -> str:
    """vlandev_seq_show()."""
    stats = device.stats
    reorder = _REORDER_HDR if device.reorder_header else 0
    text = f"{device.name}  VID: {device.vlan_id}\t REORDER_HDR: {reorder}  dev->priv_flags: {_PRIVATE_FLAGS:x}\n"
    for label, value in (("total frames received", stats.rx_packets), ("total bytes received", stats.rx_bytes),
                         ("Broadcast/Multicast Rcvd", stats.multicast), ("", None), ("total frames transmitted", stats.tx_packets),
                         ("total bytes transmitted", stats.tx_bytes)):
        text += "\n" if value is None else f"{label:>30} {value:12}\n"
    priorities = "  ".join(f"{priority}:0" for priority in range(7))
    return f"{text}Device: {_parent(device)}\nINGRESS priority mappings: {priorities} 7:0\n EGRESS priority mappings: \n"
