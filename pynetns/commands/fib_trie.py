"""/proc/net/fib_trie and fib_triestat: the tables as the kernel's level-compressed trie has them (net/ipv4/fib_trie.c).

Look-ups here need no such trie (netns/route_index.py). This one is built when somebody reads the file, by inserting the prefixes as they
came, with the kernel's rules for when a node grows, shrinks and collapses. The kernel's also remembers what it held before.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Union

from pynetns.netns.route_entry import TABLE_LOCAL, TABLE_MAIN, Route
from pynetns.wire.address import format_ipv4

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_KEY_LENGTH = 32
_MAX_WORK = 10
_SCOPES = {0: "universe", 200: "site", 253: "link", 254: "host", 255: "nowhere"}
_LEAF, _TNODE, _POINTER, _ALIAS = 48, 40, 8, 56  # bytes

Child = Union["Node", "Leaf", None]


class Leaf:
    """The routes to one address, the longest prefix first."""

    __slots__ = ("key", "routes")

    def __init__(self, key: int) -> None:
        self.key = key
        self.routes: list[Route] = []


class Node:
    """A tnode: `bits` bits of the key, at position `pos` from the right, choose one of 2 ** bits children."""

    __slots__ = ("bits", "children", "key", "pos")

    def __init__(self, key: int, pos: int, bits: int, children: list[Child] | None = None) -> None:
        self.key = key >> pos + bits << pos + bits
        self.pos = pos
        self.bits = bits
        self.children: list[Child] = children if children is not None else [None] * (1 << bits)

    def index(self, key: int) -> int:
        """Which child a key belongs to; more than there are where it belongs elsewhere: get_cindex()."""
        return (key ^ self.key) >> self.pos

    @property
    def empty(self) -> int:
        return self.children.count(None)

    @property
    def full(self) -> int:
        """How many children are nodes that use every bit that is left to them."""
        return sum(1 for child in self.children if self.is_full(child))

    def is_full(self, child: Child) -> bool:
        return isinstance(child, Node) and child.pos + child.bits == self.pos


def build(routes: "Iterator[tuple[int, list[Route]]]") -> Child:
    """The trie of addresses with their routes, in the order in which they were inserted."""
    root: Child = None
    for key, found in routes:
        root = _insert(root, key, found, top=True)
    return root


def _insert(node: Child, key: int, routes: list[Route], top: bool = False) -> Child:
    """fib_insert_node() and trie_rebalance(): from the new leaf upwards, each node may change its size."""
    if isinstance(node, Leaf) and node.key == key:
        node.routes = sorted((*node.routes, *routes), key=lambda route: -route.length)
        return node
    if isinstance(node, Node) and node.index(key) < 1 << node.bits:
        at = node.index(key)
        node.children[at] = _insert(node.children[at], key, routes)
        return _resize(node, top)
    leaf = Leaf(key)
    leaf.routes = routes
    if node is None:
        return leaf
    parting = Node(key, (key ^ node.key).bit_length() - 1, 1)
    parting.children[parting.index(key)] = leaf
    parting.children[parting.index(node.key)] = node
    return _resize(parting, top)


def _resize(node: Node, top: bool) -> Child:
    """resize()."""
    work = _MAX_WORK
    while work and _should_inflate(node, top):
        node = _inflate(node)
        work -= 1
    if work != _MAX_WORK:
        return node
    while work and _should_halve(node, top):
        node = _halve(node)
        work -= 1
    if work == _MAX_WORK and len(node.children) - node.empty < 2:
        return next((child for child in node.children if child is not None), None)
    return node


def _should_inflate(node: Node, top: bool) -> bool:
    size = len(node.children)
    used = size - node.empty + node.full
    return used > 1 and node.pos > 0 and 50 * used >= size * (30 if top else 50)  # of the new size


def _should_halve(node: Node, top: bool) -> bool:
    size = len(node.children)
    used = size - node.empty
    return used > 1 and node.bits > 1 and 100 * used < size * (15 if top else 25)


def _inflate(old: Node) -> Node:
    """Twice as many children: inflate()."""
    new = Node(old.key, old.pos - 1, old.bits + 1)
    for at, child in enumerate(old.children):
        if not isinstance(child, Node) or not old.is_full(child):
            if child is not None:
                new.children[new.index(child.key)] = child
        elif child.bits == 1:
            new.children[2 * at:2 * at + 2] = child.children
        else:
            half = len(child.children) // 2
            new.children[2 * at] = _resize(Node(child.key, child.pos, child.bits - 1, child.children[:half]), False)
            new.children[2 * at + 1] = _resize(Node(child.key | 1 << new.pos, child.pos, child.bits - 1, child.children[half:]), False)
    return _settled(new)


def _halve(old: Node) -> Node:
    """Half as many children: halve()."""
    new = Node(old.key, old.pos + 1, old.bits - 1)
    for at in range(0, len(old.children), 2):
        first, second = old.children[at:at + 2]
        if first is None or second is None:
            new.children[at // 2] = first or second
        else:
            new.children[at // 2] = _resize(Node(first.key, old.pos, 1, [first, second]), False)
    return _settled(new)


def _settled(node: Node) -> Node:
    """replace(): children that became full may grow in their turn."""
    for at in range(len(node.children) - 1, -1, -1):
        child = node.children[at]
        if isinstance(child, Node) and node.is_full(child):
            node.children[at] = _resize(child, False)
    return node


# --- the files ---------------------------------------------------------------------------------------------------------------------

def _tables(namespace: "NetNamespace") -> Iterator[tuple[str, Child]]:
    """The kernel keeps its tables in 256 lists, by number."""
    fib = namespace.fib
    for table in sorted(fib.tables, key=lambda number: (number & 0xFF, number)):
        trie = fib.trie(table)
        name = {TABLE_MAIN: "Main", TABLE_LOCAL: "Local"}.get(table, f"Id {table}")
        places = list(trie.aliases.items()) if trie is not None else []
        yield name, build((place[0], list(routes)) for place, routes in places)


def fib_trie(namespace: "NetNamespace") -> str:
    """fib_trie_seq_show()."""
    text = ""
    for name, root in _tables(namespace):
        if root is not None:
            text += f"{name}:\n" + "".join(_lines(root, 1 if isinstance(root, Node) else 0))
    return text


def _lines(node: "Node | Leaf", depth: int) -> Iterator[str]:
    if isinstance(node, Leaf):
        yield f"{'   ' * depth}  |-- {format_ipv4(node.key)}\n"
        for route in node.routes:
            tos = f" tos={route.tos}" if route.tos else ""
            yield (f"{'   ' * (depth + 1)}  /{route.length} {_SCOPES.get(route.scope, f'scope={route.scope}')} "
                   f"{route.type.upper()}{tos}\n")
        return
    yield (f"{'   ' * (depth - 1)}  +-- {format_ipv4(node.key)}/{_KEY_LENGTH - node.pos - node.bits} {node.bits} "
           f"{node.full} {node.empty}\n")
    for child in node.children:
        if child is not None:
            yield from _lines(child, depth + 1 if isinstance(child, Node) else depth)


def fib_triestat(namespace: "NetNamespace") -> str:
    """fib_triestat_seq_show()."""
    text = f"Basic info: size of leaf: {_LEAF} bytes, size of tnode: {_TNODE} bytes.\n"
    for name, root in _tables(namespace):
        leaves = [(leaf, depth) for leaf, depth in _walk(root, 0) if isinstance(leaf, Leaf)]
        nodes = [node for node, _ in _walk(root, 0) if isinstance(node, Node)]
        depths = [depth for _, depth in leaves]
        average = sum(depths) * 100 // len(leaves) if leaves else 0
        prefixes = sum(len(leaf.routes) for leaf, _ in leaves)
        sizes = {bits: sum(1 for node in nodes if node.bits == bits) for bits in sorted({node.bits for node in nodes})}
        pointers = sum(len(node.children) for node in nodes)
        size = _LEAF * len(leaves) + _ALIAS * prefixes + _TNODE * len(nodes) + _POINTER * pointers
        text += (f"{name}:\n\tAver depth:     {average // 100}.{average % 100:02}\n\tMax depth:      {max(depths, default=0)}\n"
                 f"\tLeaves:         {len(leaves)}\n\tPrefixes:       {prefixes}\n\tInternal nodes: {len(nodes)}\n")
        text += "\t" + "".join(f"  {bits}: {count}" for bits, count in sizes.items()) + "\n"
        text += (f"\tPointers: {pointers}\nNull ptrs: {sum(node.empty for node in nodes)}\n"
                 f"Total size: {(size + 1023) // 1024}  kB\n")
    return text


def _walk(node: Child, depth: int) -> "Iterator[tuple[Node | Leaf, int]]":
    if node is None:
        return
    if isinstance(node, Leaf):
        yield node, depth
        return
    yield node, depth + 1
    for child in node.children:
        yield from _walk(child, depth + 1)
