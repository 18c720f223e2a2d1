"""limit, hashlimit, statistic, recent: how often, and who was here. libxt_limit.c and its neighbours."""

from pynetns.commands.iptables_family import format_address, width
from pynetns.commands.iptables_option import (
    Call, Ext, Option, Surroundings, Values, bad_value, double, host, limited, prefix_length, string, uint32,
)
from pynetns.commands.iptables_values import U32, U64, IptablesProblem, atoi, number_prefix
from pynetns.netfilter.match_hashlimit import BYTE_SHIFT, MODES, HashLimit
from pynetns.netfilter.match_hashlimit import SCALE as HASH_SCALE
from pynetns.netfilter.match_limit import SCALE, Limit
from pynetns.netfilter.match_recent import Recent
from pynetns.netfilter.match_statistic import NthStatistic, RandomStatistic
from pynetns.netfilter.rule import IpPart

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_RATES = (("day", 86400), ("hour", 3600), ("min", 60), ("sec", 1))


def _parse_rate(text: str, scale: int) -> tuple[int, int] | None:
    """`5/min`: what a packet costs in units of a second / scale, and the unit's seconds. Any beginning of a unit will do."""
    _, slash, unit = text.partition("/")
    seconds = 1
    if slash:
        found = next((value for name, value in _UNITS.items() if unit and name.startswith(unit.lower())), None)
        if found is None:
            return None
        seconds = found
    count = atoi(text)
    if not count:
        return None
    cost = scale * seconds // count if count > 0 else 0
    if cost == 0:
        raise IptablesProblem(f'Rate too fast "{text}"')
    return cost, seconds


def _print_rate(period: int, scale: int) -> str:
    """The smallest unit in which the rate is a whole number, or the nearest to it."""
    if period == 0:
        return " inf"
    at = 1
    while at < len(_RATES):
        whole = _RATES[at][1] * scale
        if period > whole or whole // period < whole % period:
            break
        at += 1
    name, seconds = _RATES[at - 1]
    return f" {seconds * scale // period}/{name}"


def _rate_quantum(period: int) -> int:
    """What print_rate() gives back: the milliseconds of the unit that it printed."""
    if period == 0:
        return 0
    at = 1
    while at < len(_RATES):
        whole = _RATES[at][1] * HASH_SCALE
        if period > whole or whole // period < whole % period:
            break
        at += 1
    return _RATES[at - 1][1] * 1000


# --- limit -----------------------------------------------------------------------------------------------------------------------


def _limit_rate(call: Call) -> int:
    rate = _parse_rate(string(call), SCALE)
    if rate is None:
        raise IptablesProblem(f'bad rate "{call.arg}"\'')
    return rate[0]


def _make_limit(values: Values, rule: Surroundings) -> Limit:
    return Limit(values.get("limit", SCALE * 3600 // 3), values.get("burst", 5))


def _save_limit(match: Limit) -> str:
    return " --limit" + _print_rate(match.average, SCALE) + (f" --limit-burst {match.burst}" if match.burst != 5 else "")


def _show_limit(match: Limit, ip: IpPart, numeric: bool) -> str:
    return f" limit: avg{_print_rate(match.average, SCALE)} burst {match.burst}"


_LIMIT = Ext("limit", (Option("limit", "limit", _limit_rate), Option("limit-burst", "burst", uint32, high=10000)), _make_limit, _save_limit,
             _show_limit)


# --- hashlimit -------------------------------------------------------------------------------------------------------------------

_BURST_MAX = 1_000_000
_BYTE_EXPIRE, _BYTE_EXPIRE_BURST = 15, 60
_FACTORS = {"m": 1 << 20, "k": 1 << 10}
_SIZES = (("m", 1 << 20), ("k", 1 << 10), ("", 1))


def _cost_to_bytes(cost: int) -> int:
    return ((U32 // cost if cost else U32) - 1) << BYTE_SHIFT


def _bytes_to_cost(size: int) -> int:
    return U32 // ((size >> BYTE_SHIFT & U32) + 1)


def _hash_rate(call: Call) -> tuple[int, int, bool]:
    """Cost, the seconds of its unit, and whether it is in bytes."""
    text = string(call)
    at = text.find("b/s")
    count = atoi(text)
    if at > 0 and count:
        size = count * _FACTORS.get(text[at - 1], 1)
        if size > U64 or size < 0:
            raise IptablesProblem(f'Rate value too large "{size & U64}" (max {U64})')
        cost = _bytes_to_cost(size)
        if cost == 0:
            raise IptablesProblem(f'Rate too high "{text}"')
        return cost, _BYTE_EXPIRE, True
    rate = _parse_rate(text, HASH_SCALE)
    if rate is None:
        raise bad_value("hashlimit", "--hashlimit-above" if call.option.id == "above" else "--hashlimit-upto", text)
    return rate[0], rate[1], False


def _burst_problem() -> IptablesProblem:
    return IptablesProblem(f'bad value for option "--hashlimit-burst", or out of range (1-{_BURST_MAX}).')


def _hash_burst(call: Call) -> int:
    found = number_prefix(call.arg, 1, U64)
    if found is None or (not found[1] and found[0] > _BURST_MAX):
        raise _burst_problem()
    value, rest = found
    return value * _FACTORS.get(rest[:1], 1) & U64


def _hash_mode(call: Call) -> tuple[str, ...]:
    words = [word for word in call.arg.replace("|", ",").split(",") if word]
    if any(word not in MODES for word in words):
        raise bad_value("hashlimit", "--hashlimit-mode", call.arg)
    return tuple(mode for mode in MODES if mode in words)


def _hash_interval(call: Call) -> int:
    value = atoi(call.arg)
    if value <= 0:
        raise bad_value("hashlimit", "--hashlimit-rate-interval", call.arg)
    return value


def _check_hashlimit(values: Values, rule: Surroundings) -> None:
    """hashlimit_mt_check(): the burst in bytes is stored as how many fillings it is."""
    if "upto" not in values and "above" not in values:
        raise IptablesProblem("You have to specify --hashlimit")
    cost, _, in_bytes = values.get("upto" if "upto" in values else "above")
    burst = values.get("burst", 5)
    if in_bytes:
        if "burst" in values and burst < _cost_to_bytes(cost):
            raise IptablesProblem(f"burst cannot be smaller than {_cost_to_bytes(cost)}b")
    elif burst > _BURST_MAX:
        raise _burst_problem()


def _make_hashlimit(values: Values, rule: Surroundings) -> HashLimit:
    key = "upto" if "upto" in values else "above"
    cost, seconds, in_bytes = values.get(key)
    burst, expire = values.get("burst", 5), seconds * 1000
    if in_bytes:
        size = _cost_to_bytes(cost)
        if "burst" in values:
            expire = _BYTE_EXPIRE_BURST * 1000
            burst = -(-burst // size) if size else 0
        else:
            burst = 0
    interval = values.get("interval", 0)
    whole = type(rule.family.any)(rule.family.bits)
    if "rate-match" in values:
        if not in_bytes:
            cost //= seconds
        interval = interval or (1 if in_bytes else seconds)
    return HashLimit(cost, burst, (key == "above") is not values.inverted(key), in_bytes, values.get("mode", ()), values.get("name"),
                     values.get("size", 0), values.get("max", 0), values.get("gc", 1000), values.get("expire", expire),
                     values.get("srcmask", whole), values.get("dstmask", whole), "rate-match" in values, interval)


def _print_bytes(match: HashLimit, prefix: str) -> tuple[str, int]:
    size = _cost_to_bytes(match.average)
    unit, factor = next(((name, factor) for name, factor in _SIZES[:-1]
                         if size >= factor and _bytes_to_cost(size & ~(factor - 1)) == match.average), _SIZES[-1])
    text = f" {size // factor}{unit}b/s"
    if not match.burst:
        return text, _BYTE_EXPIRE * 1000
    size *= match.burst
    unit, factor = next((pair for pair in _SIZES[:-1] if size >= pair[1]), _SIZES[-1])
    return f"{text} {prefix}burst {size // factor}{unit}b", _BYTE_EXPIRE_BURST * 1000


def _hash_table_text(match: HashLimit, prefix: str, quantum: int) -> str:
    text = f" {prefix}htable-size {match.size}" if match.size else ""
    text += f" {prefix}htable-max {match.maximum}" if match.maximum else ""
    text += f" {prefix}htable-gcinterval {match.gc_interval}" if match.gc_interval != 1000 else ""
    text += f" {prefix}htable-expire {match.expire}" if match.expire != quantum else ""
    text += f" {prefix}srcmask {match.srcmask}" if match.srcmask != width(match.srcmask) else ""
    text += f" {prefix}dstmask {match.dstmask}" if match.dstmask != width(match.dstmask) else ""
    if match.rate_match:
        text += f" {prefix}rate-match" + (f" {prefix}rate-interval {match.interval}" if match.interval != 1 else "")
    return text


def _save_hashlimit(match: HashLimit) -> str:
    text = " --hashlimit-above" if match.above else " --hashlimit-upto"
    if match.bytes_mode:
        rate, quantum = _print_bytes(match, "--hashlimit-")
        text += rate
    else:
        quantum = _rate_quantum(match.average)
        text += f"{_print_rate(match.average, HASH_SCALE)} --hashlimit-burst {match.burst}"
    text += f" --hashlimit-mode {','.join(match.modes)}" if match.modes else ""
    return f"{text} --hashlimit-name {match.table_name}" + _hash_table_text(match, "--hashlimit-", quantum)


def _show_hashlimit(match: HashLimit, ip: IpPart, numeric: bool) -> str:
    text = " limit: above" if match.above else " limit: up to"
    if match.bytes_mode:
        rate, quantum = _print_bytes(match, "")
        text += rate
    else:
        period = match.average * (match.interval or 1)
        quantum = _rate_quantum(period)
        text += f"{_print_rate(period, HASH_SCALE)} burst {match.burst}"
    text += f" mode {'-'.join(match.modes)}" if match.modes else ""
    return text + _hash_table_text(match, "", quantum)


_HASHLIMIT = Ext("hashlimit", (
    Option("hashlimit-upto", "upto", _hash_rate, invert=True, excl=("above",)),
    Option("hashlimit-above", "above", _hash_rate, invert=True, excl=("upto",)),
    Option("hashlimit", "upto", _hash_rate, invert=True, excl=("above",)), Option("hashlimit-srcmask", "srcmask", prefix_length),
    Option("hashlimit-dstmask", "dstmask", prefix_length), Option("hashlimit-burst", "burst", _hash_burst),
    Option("hashlimit-htable-size", "size", uint32), Option("hashlimit-htable-max", "max", uint32),
    Option("hashlimit-htable-gcinterval", "gc", uint32), Option("hashlimit-htable-expire", "expire", uint32),
    Option("hashlimit-mode", "mode", _hash_mode), Option("hashlimit-name", "name", limited(254), mandatory=True, low=1),
    Option("hashlimit-rate-match", "rate-match"), Option("hashlimit-rate-interval", "interval", _hash_interval),
), _make_hashlimit, _save_hashlimit, _show_hashlimit, _check_hashlimit)


# --- statistic -------------------------------------------------------------------------------------------------------------------

_ONE = 0x80000000


def _mode(call: Call) -> str:
    if call.arg not in ("random", "nth"):
        raise IptablesProblem(f'Bad mode "{call.arg}"')
    return call.arg


def _check_statistic(values: Values, rule: Surroundings) -> None:
    mode = values.get("mode", "random")
    if mode == "random" and "probability" not in values:
        raise IptablesProblem("--probability must be specified when using random mode")
    if mode == "nth" and "every" not in values and "packet" not in values:
        raise IptablesProblem("--every and --packet must be specified when using nth mode")
    if mode == "nth" and values.get("packet", 0) > values.get("every", 1) - 1:
        raise IptablesProblem("the --packet p must be 0 <= p <= n-1")


def _make_statistic(values: Values, rule: Surroundings) -> RandomStatistic | NthStatistic:
    invert = any(inverted for _, _, inverted in values.order)
    if values.get("mode") == "random":
        return RandomStatistic(int(_ONE * values.get("probability") + 0.5), invert)
    return NthStatistic(values.get("every", 1), values.get("packet", 0), invert)


def _statistic(match: RandomStatistic | NthStatistic, prefix: str) -> str:
    invert = " !" if match.invert else ""
    if isinstance(match, RandomStatistic):
        return f" {prefix}mode random{invert} {prefix}probability {match.probability / _ONE:.11f}"
    text = f" {prefix}mode nth{invert} {prefix}every {match.every}"
    return text + (f" {prefix}packet {match.packet}" if match.packet or prefix else "")


def _save_statistic(match: RandomStatistic | NthStatistic) -> str:
    return _statistic(match, "--")


def _show_statistic(match: RandomStatistic | NthStatistic, ip: IpPart, numeric: bool) -> str:
    return " statistic" + _statistic(match, "")


_STATISTIC = Ext("statistic", (
    Option("mode", "mode", _mode, mandatory=True),
    Option("probability", "probability", double, invert=True, low=0, high=1, excl=("every", "packet")),
    Option("every", "every", uint32, invert=True, low=1, excl=("probability",), also=("packet",)),
    Option("packet", "packet", uint32, excl=("probability",), also=("every",)),
), _make_statistic, _save_statistic, _show_statistic, _check_statistic)


# --- recent ----------------------------------------------------------------------------------------------------------------------

_ACTIONS = ("set", "rcheck", "update", "remove")
_ACTION_NAMES = {"set": "SET", "rcheck": "CHECK", "update": "UPDATE", "remove": "REMOVE"}


def _check_recent(values: Values, rule: Surroundings) -> None:
    if not any(action in values for action in _ACTIONS):
        raise IptablesProblem("recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'")


def _make_recent(values: Values, rule: Surroundings) -> Recent:
    action = next(action for action in _ACTIONS if action in values)
    sides = [key for key, _, _ in values.order if key in ("rsource", "rdest")]
    return Recent(action, values.get("seconds", 0), values.get("hitcount", 0), "reap" in values, "rttl" in values,
                  values.get("name", "DEFAULT"), values.get("mask", rule.family.host), sides[-1:] == ["rdest"], values.inverted(action))


def _save_recent(match: Recent) -> str:
    text = f"{' !' if match.invert else ''} --{match.action}"
    text += f" --seconds {match.seconds}" if match.seconds else ""
    text += " --reap" if match.reap else ""
    text += f" --hitcount {match.hitcount}" if match.hitcount else ""
    text += " --rttl" if match.rttl else ""
    return f"{text} --name {match.list_name} --mask {format_address(match.mask)} --{'rdest' if match.dest else 'rsource'}"


def _show_recent(match: Recent, ip: IpPart, numeric: bool) -> str:
    text = f"{' !' if match.invert else ''} recent: {_ACTION_NAMES[match.action]}"
    text += f" seconds: {match.seconds}" if match.seconds else ""
    text += " reap" if match.reap else ""
    text += f" hit_count: {match.hitcount}" if match.hitcount else ""
    text += " TTL-Match" if match.rttl else ""
    return f"{text} name: {match.list_name} side: {'dest' if match.dest else 'source'} mask: {format_address(match.mask)}"


_RECENT = Ext("recent", (
    *(Option(action, action, invert=True, excl=_ACTIONS) for action in _ACTIONS), Option("seconds", "seconds", uint32, low=1),
    Option("reap", "reap", also=("seconds",)), Option("hitcount", "hitcount", uint32), Option("rttl", "rttl", excl=("set", "remove")),
    Option("name", "name", limited(199)), Option("rsource", "rsource"), Option("rdest", "rdest"), Option("mask", "mask", host),
), _make_recent, _save_recent, _show_recent, _check_recent)

MATCHES = {ext.name: ext for ext in (_LIMIT, _HASHLIMIT, _STATISTIC, _RECENT)}
