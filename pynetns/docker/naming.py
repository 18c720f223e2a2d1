"""Ids and names: identifiers of 64 hex digits, veth names, MACs, and what an unnamed container is called."""

from ipaddress import IPv4Address
from random import Random

_LEFT = """
admiring adoring agitated amazing blissful bold brave busy charming clever cool dazzling determined eager ecstatic elastic elegant
epic fervent festive flamboyant focused friendly gallant gifted goofy gracious happy hopeful hungry inspiring jolly keen kind
laughing loving lucid modest musing mystifying nervous nifty nostalgic optimistic peaceful pensive quirky quizzical relaxed
romantic sad serene sharp silly sleepy stoic strange suspicious sweet tender thirsty trusting upbeat vibrant vigilant vigorous
wizardly wonderful xenodochial youthful zealous zen
""".split()
_RIGHT = """
albattani archimedes babbage bassi bell benz blackwell bohr booth borg brahmagupta carson chandrasekhar cori cray curie darwin
davinci dijkstra easley einstein elion engelbart euclid euler fermat fermi feynman franklin galileo gates goldberg goodall
hamilton hawking heisenberg hermann hodgkin hoover hopper hypatia jackson jang johnson kalam kare keller khorana kilby knuth
lamarr lamport leakey lovelace lumiere mayer mccarthy mcclintock mclean meitner mendel mestorf morse murdock napier newton nobel
noether northcutt noyce pare pasteur perlman pike poitras ptolemy raman ramanujan ride ritchie rosalind roentgen sammet shannon
shaw shockley sinoussi stallman stonebraker swanson swartz swirles tesla thompson torvalds turing varahamihira visvesvaraya
volhard wescoff wiles williams wilson wing wozniak wright yalow yonath
""".split()


def new_id(random: Random) -> str:
    return f"{random.getrandbits(256):064x}"


def container_name(random: Random) -> str:
    return f"{random.choice(_LEFT)}_{random.choice(_RIGHT)}"


def veth_name(random: Random) -> str:
    return f"veth{random.getrandbits(28):07x}"


def bridge_mac(random: Random) -> bytes:
    """02:42 and four random bytes."""
    return b"\x02\x42" + random.getrandbits(32).to_bytes(4, "big")


def mac_of(address: IPv4Address) -> bytes:
    """A container's MAC spells its address: GenerateMACFromIP()."""
    return b"\x02\x42" + address.packed
