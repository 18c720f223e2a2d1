"""nslookup of busybox: who has a name, asked of the container's resolver."""

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.container_files import container_of
from pynetns.commands.names import ask
from pynetns.docker.resolver import ADDRESS
from pynetns.wire.address import format_ipv4


def main(context: Context, argv: list[str]) -> int:
    words = [word for word in argv if not word.startswith("-")]
    if not words:
        raise CommandFailed("Usage: nslookup [HOST] [SERVER]\n")
    container = container_of(context.namespace)
    has_resolver = container is not None and any(endpoint.network.has_dns for endpoint in container.endpoints.values())
    server = words[1] if len(words) > 1 else ADDRESS if has_resolver else ""
    if not server:
        raise CommandFailed(";; connection timed out; no servers could be reached\n\n")
    found = ask(context.namespace, words[0], server)
    context.out(f"Server:\t\t{server}\nAddress:\t{server}:53\n\n")
    if not found:
        context.out(f"** server can't find {words[0]}: NXDOMAIN\n\n")
        return 1
    records = "".join(f"Name:\t{words[0]}\nAddress: {format_ipv4(address)}\n" for address in found)
    context.out(f"Non-authoritative answer:\n{records}\n")
    return 0
