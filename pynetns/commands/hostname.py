"""hostname(1): -i shows the addresses of a container."""

from pynetns.commands.base import Context
from pynetns.commands.container_files import container_of
from pynetns.wire.address import format_ipv4


def main(context: Context, argv: list[str]) -> int:
    container = container_of(context.namespace)
    if argv[:1] in (["-i"], ["-I"]):
        addresses = [format_ipv4(ifa.local) for device in context.namespace.devices.values() if not device.is_loopback
                     for ifa in device.in_dev.addresses]
        context.out(" ".join(addresses) + (" \n" if argv[0] == "-I" else "\n"))
        return 0
    context.out((container.hostname if container is not None else context.namespace.label) + "\n")
    return 0
