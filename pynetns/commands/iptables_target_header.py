"""TOS, DSCP, TTL, ECN, TCPMSS, CHECKSUM: libxt_TOS.c and its neighbours."""

from pynetns.commands.iptables_match_header import dscp_class, symbolic_tos
from pynetns.commands.iptables_option import Ext, Option, Surroundings, Values, tos_mask, uint8, uint16
from pynetns.commands.iptables_values import U8, IptablesProblem
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.target_header import Checksum, DscpTarget, EcnTarget, TcpMss, TosTarget, TtlTarget

# --- TOS, DSCP -------------------------------------------------------------------------------------------------------------------

_TOS_ACTIONS = ("set-tos", "and-tos", "or-tos", "xor-tos")


def _check_tos(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("TOS: An action is required")


def _make_tos(values: Values, rule: Surroundings) -> TosTarget:
    key, value, _ = values.order[-1]
    if key == "set-tos":
        return TosTarget(*value)
    if key == "and-tos":
        return TosTarget(0, ~value & U8)
    return TosTarget(value, value if key == "or-tos" else 0)


def _save_tos(target: TosTarget) -> str:
    return f" --set-tos 0x{target.value:02x}/0x{target.mask:02x}"


def _show_tos(target: TosTarget, ip: IpPart, numeric: bool) -> str:
    value, mask = target.value, target.mask
    name = symbolic_tos(value, mask)
    if not numeric and name is not None:
        return f"  TOS set{name}"
    if not numeric and value == 0:
        return f" TOS and 0x{~mask & U8:02x}"
    if not numeric and value == mask:
        return f" TOS or 0x{value:02x}"
    if not numeric and mask == 0:
        return f" TOS xor 0x{value:02x}"
    return f" TOS set 0x{value:02x}/0x{mask:02x}"


_TOS = Ext("TOS", (
    Option("set-tos", "set-tos", tos_mask, excl=_TOS_ACTIONS, high=0x3F), Option("and-tos", "and-tos", uint8, excl=_TOS_ACTIONS),
    Option("or-tos", "or-tos", uint8, excl=_TOS_ACTIONS), Option("xor-tos", "xor-tos", uint8, excl=_TOS_ACTIONS),
), _make_tos, _save_tos, _show_tos, _check_tos)


def _check_dscp(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("DSCP target: Parameter --set-dscp is required")


def _make_dscp(values: Values, rule: Surroundings) -> DscpTarget:
    return DscpTarget(values.order[-1][1])


def _save_dscp(target: DscpTarget) -> str:
    return f" --set-dscp 0x{target.dscp:02x}"


def _show_dscp(target: DscpTarget, ip: IpPart, numeric: bool) -> str:
    return f" DSCP set 0x{target.dscp:02x}"


_DSCP = Ext("DSCP", (
    Option("set-dscp", "dscp", uint8, excl=("class",), high=0x3F), Option("set-dscp-class", "class", dscp_class, excl=("dscp",)),
), _make_dscp, _save_dscp, _show_dscp, _check_dscp)


# --- TTL, ECN --------------------------------------------------------------------------------------------------------------------

_TTL_ACTIONS = ("set", "dec", "inc")
_TTL_WORDS = {"set": "set to", "dec": "decrement by", "inc": "increment by"}


def ttl_ext(kind: type[TtlTarget], word: str) -> Ext:
    """TTL, and HL of IPv6."""
    def check(values: Values, rule: Surroundings) -> None:
        if not values.order:
            raise IptablesProblem(f"{kind.name}: You must specify an action")

    def make(values: Values, rule: Surroundings) -> TtlTarget:
        mode, ttl, _ = values.order[-1]
        return kind(mode, ttl)

    def save(target: TtlTarget) -> str:
        return f" --{word}-{target.mode} {target.ttl}"

    def show(target: TtlTarget, ip: IpPart, numeric: bool) -> str:
        return f" {kind.name} {_TTL_WORDS[target.mode]} {target.ttl}"

    return Ext(kind.name, (
        Option(f"{word}-set", "set", uint8, excl=_TTL_ACTIONS), Option(f"{word}-dec", "dec", uint8, excl=_TTL_ACTIONS, low=1),
        Option(f"{word}-inc", "inc", uint8, excl=_TTL_ACTIONS, low=1),
    ), make, save, show, check)


_TTL = ttl_ext(TtlTarget, "ttl")


def _check_ecn(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("ECN target: An operation is required")


def _make_ecn(values: Values, rule: Surroundings) -> EcnTarget:
    if "remove" in values:
        return EcnTarget(0, 0)
    return EcnTarget(values.get("ece"), values.get("cwr"), values.get("ect"))


def _save_ecn(target: EcnTarget) -> str:
    if target.ece == 0 and target.cwr == 0 and target.ect is None:
        return " --ecn-tcp-remove"
    return "".join(f" --{option} {value}" for option, value in (("ecn-tcp-ece", target.ece), ("ecn-tcp-cwr", target.cwr),
                                                                 ("ecn-ip-ect", target.ect)) if value is not None)


def _show_ecn(target: EcnTarget, ip: IpPart, numeric: bool) -> str:
    if target.ece == 0 and target.cwr == 0 and target.ect is None:
        return " ECN TCP remove"
    return " ECN" + "".join(f" {option}={value}" for option, value in (("ECE", target.ece), ("CWR", target.cwr),
                                                                        ("ECT codepoint", target.ect)) if value is not None)


_ECN = Ext("ECN", (
    Option("ecn-tcp-remove", "remove", excl=("cwr", "ece")), Option("ecn-tcp-cwr", "cwr", uint8, high=1, excl=("remove",)),
    Option("ecn-tcp-ece", "ece", uint8, high=1, excl=("remove",)), Option("ecn-ip-ect", "ect", uint8, high=3),
), _make_ecn, _save_ecn, _show_ecn, _check_ecn)


# --- TCPMSS, CHECKSUM ------------------------------------------------------------------------------------------------------------


def _check_tcpmss(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("TCPMSS target: At least one parameter is required")


def _make_tcpmss(values: Values, rule: Surroundings) -> TcpMss:
    key, value, _ = values.order[-1]
    return TcpMss(None if key == "clamp" else value)


def _save_tcpmss(target: TcpMss) -> str:
    return " --clamp-mss-to-pmtu" if target.mss is None else f" --set-mss {target.mss}"


def _show_tcpmss(target: TcpMss, ip: IpPart, numeric: bool) -> str:
    return " TCPMSS clamp to PMTU" if target.mss is None else f" TCPMSS set {target.mss}"


_TCPMSS = Ext("TCPMSS", (Option("set-mss", "mss", uint16, high=0xFFFF - 20), Option("clamp-mss-to-pmtu", "clamp")), _make_tcpmss,
              _save_tcpmss, _show_tcpmss, _check_tcpmss)


def _make_checksum(values: Values, rule: Surroundings) -> Checksum:
    return Checksum()


def _save_checksum(target: Checksum) -> str:
    return " --checksum-fill"


def _show_checksum(target: Checksum, ip: IpPart, numeric: bool) -> str:
    return " CHECKSUM fill"


_CHECKSUM = Ext("CHECKSUM", (Option("checksum-fill", "fill", mandatory=True),), _make_checksum, _save_checksum, _show_checksum)

TARGETS = {ext.name: ext for ext in (_TOS, _DSCP, _TTL, _ECN, _TCPMSS, _CHECKSUM)}
