"""What `-o` says to a network driver: libnetwork's drivers/bridge/labels.go and netlabel/labels.go."""

from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from pynetns.docker.errors import DockerError

BRIDGE = "com.docker.network.bridge."
NAME, ICC, MASQUERADE, HOST_BINDING, INHIBIT, DEFAULT = (
    BRIDGE + "name", BRIDGE + "enable_icc", BRIDGE + "enable_ip_masquerade", BRIDGE + "host_binding_ipv4", BRIDGE + "inhibit_ipv4",
    BRIDGE + "default_bridge")
GATEWAY_MODE = BRIDGE + "gateway_mode_ipv4"
MTU, IFACE_PREFIX, HOST_IPV4 = "com.docker.network.driver.mtu", "com.docker.network.container_iface_prefix", "com.docker.network.host_ipv4"
_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")
GATEWAY_MODES = ("nat", "nat-unprotected", "routed", "isolated")


@dataclass(frozen=True, slots=True)
class BridgeOptions:
    """Parsed options of a bridge network."""

    name: str = ""
    icc: bool = True
    masquerade: bool = True
    host_binding: str = ""
    inhibit_ipv4: bool = False
    mtu: int = 0
    iface_prefix: str = "eth"
    host_ip: str = ""
    gateway_mode: str = ""

    @classmethod
    def parse(cls, options: dict[str, str], modern: bool) -> "BridgeOptions":
        """Raises DockerError naming the option; one that nobody knows is kept and ignored, as Docker does."""
        mode = options.get(GATEWAY_MODE, "") if modern else ""
        if mode and mode not in GATEWAY_MODES:
            raise DockerError(f"failed to parse {GATEWAY_MODE} value: {mode} (unknown gateway mode {mode})")
        return cls(options.get(NAME, ""), _boolean(options, ICC, True), _boolean(options, MASQUERADE, True),
                   _address(options, HOST_BINDING), _boolean(options, INHIBIT, False), _number(options, MTU),
                   options.get(IFACE_PREFIX, "eth"), _address(options, HOST_IPV4), mode)


def _boolean(options: dict[str, str], key: str, default: bool) -> bool:
    value = options.get(key)
    if value is None:
        return default
    if value not in _TRUE + _FALSE:
        raise DockerError(f'failed to parse {key} value: {value} (strconv.ParseBool: parsing "{value}": invalid syntax)')
    return value in _TRUE


def _number(options: dict[str, str], key: str) -> int:
    value = options.get(key, "0")
    try:
        number = int(value)
    except ValueError:
        raise DockerError(f'failed to parse {key} value: {value} (strconv.Atoi: parsing "{value}": invalid syntax)') from None
    if number < 0:
        raise DockerError(f"invalid MTU number: {number}")
    return number


def _address(options: dict[str, str], key: str) -> str:
    value = options.get(key, "")
    if value:
        try:
            IPv4Address(value)
        except AddressValueError:
            raise DockerError(f"failed to parse {key} value: {value} (nil ip)") from None
    return value
