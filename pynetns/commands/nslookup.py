"""nslookup of busybox: who has a name, asked of the container's resolver."""

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.container_files import container_of
from pynetns.commands.names import ask, ask_back, reverse_name
from pynetns.docker.resolver import ADDRESS
from pynetns.wire.address import AddressError, format_ipv4, parse_ipv4


def main(context: Context, argv: list[str]) -> int:
    words = [word for word in argv if not word.startswith("-")]
    if not words:
        raise CommandFailed("Usage: nslookup [HOST] [SERVER]\n")
    container = container_of(context.namespace)
    server = words[1] if len(words) > 1 else ADDRESS if container is not None and container.has_resolver else ""
    if not server:
        raise CommandFailed(";; connection timed out; no servers could be reached\n\n")
    if _is_address(words[0]):
        back = ask_back(context.namespace, words[0], server)
        records = "".join(f"{reverse_name(words[0])}\tname = {name}\n" for name in back)
    else:
        records = "".join(f"Name:\t{words[0]}\nAddress: {format_ipv4(address)}\n" for address in ask(context.namespace, words[0], server))
    context.out(f"Server:\t\t{server}\nAddress:\t{server}:53\n\n")
    if not records:
        context.out(f"** server can't find {reverse_name(words[0]) if _is_address(words[0]) else words[0]}: NXDOMAIN\n\n")
        return 1
    context.out(f"Non-authoritative answer:\n{records}\n")
    return 0


def _is_address(text: str) -> bool:
    try:
        parse_ipv4(text)
    except AddressError:
        return False
    return True
