"""What a rule lets a connection be translated to: struct nf_nat_range2."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class NatRange:
    """Addresses and ports, both ends included; None is 'as it is'. `base_port` shifts a whole range of ports (--to-destination a:1-9/5)."""

    min_addr: int | None = None
    max_addr: int | None = None
    min_port: int | None = None
    max_port: int | None = None
    base_port: int | None = None
    random: bool = False
    random_fully: bool = False
    persistent: bool = False

    @property
    def is_random(self) -> bool:
        """NF_NAT_RANGE_PROTO_RANDOM_ALL."""
        return self.random or self.random_fully

    def at(self, low: int, high: int) -> "NatRange":
        """The same with other addresses."""
        return replace(self, min_addr=low, max_addr=high)

    def has_address(self, address: int) -> bool:
        return self.min_addr is None or self.max_addr is None or self.min_addr <= address <= self.max_addr
