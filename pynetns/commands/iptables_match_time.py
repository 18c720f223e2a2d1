"""time: libxt_time.c."""

import re
from datetime import UTC, datetime

from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, string
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.match_time import ALL_MONTHDAYS, ALL_WEEKDAYS, MAX_DATE, MAX_DAYTIME, Time

_DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(r"(\d+)(?:-(\d+)(?:-(\d+)(?:T(\d+)(?::(\d+)(?::(\d+))?)?)?)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d+):(\d+)(?::(\d+))?", re.ASCII)


def _date(call: Call) -> int:
    found = _DATE.fullmatch(string(call))
    if found is not None:
        year, month, day, hour, minute, second = (int(part) if part is not None else start
                                                  for part, start in zip(found.groups(), (0, 1, 1, 0, 0, 0)))
        if 1970 <= year <= 2038 and month <= 12 and day <= 31 and hour <= 23 and minute <= 59 and second <= 59:
            # mktime(3) takes the 0th and the 31st of any month.
            month -= 1
            start = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
            return int(start.timestamp()) + (day - 1) * 86400 + hour * 3600 + minute * 60 + second
    raise IptablesProblem(f'Invalid date "{call.arg}" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]')


def _clock(call: Call) -> int:
    found = _CLOCK.fullmatch(string(call))
    if found is not None:
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour <= 23 and minute <= 59 and second <= 59:
            return hour * 3600 + minute * 60 + second
    rest = call.arg.partition(":")[2] if re.match(r"\d+:", call.arg) and int(call.arg.partition(":")[0]) <= 23 else call.arg
    if re.match(r"\d+:", rest) and int(rest.partition(":")[0]) <= 59 and rest is not call.arg:
        rest = rest.partition(":")[2]
    raise IptablesProblem(f'invalid time "{rest}" specified, should be hh:mm[:ss] format and within the boundaries')


def _month_days(call: Call) -> int:
    mask = 0
    for word in call.arg.split(","):
        day = word[:2]
        if not day:
            continue
        if not day.isdigit() or int(day, 10) > 31:
            raise IptablesProblem(f"{day} is not a valid day for --monthdays")
        mask |= 1 << int(day)
    return mask ^ ALL_MONTHDAYS if call.invert else mask


def _week_days(call: Call) -> int:
    mask = 0
    for word in call.arg.split(","):
        day = word[:3]
        if not day:
            continue
        if day.isdigit():
            if int(day) == 0:
                raise IptablesProblem("No, the week does NOT begin with Sunday.")
            mask |= 1 << int(day) & 0xFF
            continue
        found = [number for number, name in enumerate(_DAYS) if number and name[:2] == day[:2]]
        if not found:
            raise IptablesProblem(f"{day} is not a valid day specifier")
        mask |= 1 << found[0]
    return mask ^ ALL_WEEKDAYS if call.invert else mask


def _check_time(values: Values, rule: Surroundings) -> None:
    if "local" in values:
        rule.warn('WARNING: --localtz is being replaced by --kerneltz, since "local" is ambiguous. Note the kernel timezone has caveats - '
                  "see manpage for details.\n")
    if "contiguous" in values and values.get("timestart", 0) < values.get("timestop", MAX_DAYTIME):
        raise IptablesProblem("time: --contiguous only makes sense when stoptime is smaller than starttime")


def _make_time(values: Values, rule: Surroundings) -> Time:
    return Time(values.get("datestart", 0), values.get("datestop", MAX_DATE), values.get("timestart", 0),
                values.get("timestop", MAX_DAYTIME), values.get("monthdays", ALL_MONTHDAYS), values.get("weekdays", ALL_WEEKDAYS),
                "local" in values or "kernel" in values, "contiguous" in values)


def _of_day(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _month_day_list(mask: int, ordinal: bool) -> str:
    suffixes = {1: "st", 2: "nd", 3: "rd"}
    return " " + ",".join(f"{day}{suffixes.get(day % 10, 'th') if ordinal else ''}" for day in range(1, 32) if mask & 1 << day)


def _week_day_list(mask: int) -> str:
    return " " + ",".join(_DAYS[day] for day in range(1, 8) if mask & 1 << day)


def _date_text(date: int, separator: str) -> str:
    return f"{datetime.fromtimestamp(date, UTC):%Y-%m-%d{separator}%H:%M:%S}"


def _save_time(match: Time) -> str:
    text = ""
    if (match.day_start, match.day_stop) != (0, MAX_DAYTIME):
        text += f" --timestart {_of_day(match.day_start)} --timestop {_of_day(match.day_stop)}"
    if match.monthdays != ALL_MONTHDAYS:
        text += " --monthdays" + _month_day_list(match.monthdays, False)
    if match.weekdays != ALL_WEEKDAYS:
        text += " --weekdays" + _week_day_list(match.weekdays)
    text += f" --datestart {_date_text(match.date_start, 'T')}" if match.date_start else ""
    text += f" --datestop {_date_text(match.date_stop, 'T')}" if match.date_stop else ""
    return text + (" --kerneltz" if match.local else "") + (" --contiguous" if match.contiguous else "")


def _show_time(match: Time, ip: IpPart, numeric: bool) -> str:
    text = " TIME"
    if (match.day_start, match.day_stop) != (0, MAX_DAYTIME):
        text += f" from {_of_day(match.day_start)} to {_of_day(match.day_stop)}"
    if match.weekdays != ALL_WEEKDAYS:
        text += " on" + _week_day_list(match.weekdays)
    if match.monthdays != ALL_MONTHDAYS:
        text += " on" + _month_day_list(match.monthdays, True)
    text += f" starting from {_date_text(match.date_start, ' ')}" if match.date_start else ""
    text += f" until date {_date_text(match.date_stop, ' ')}" if match.date_stop != MAX_DATE else ""
    return text + ("" if match.local else " UTC") + (" contiguous" if match.contiguous else "")


_TIME = Ext("time", (
    Option("datestart", "datestart", _date), Option("datestop", "datestop", _date), Option("timestart", "timestart", _clock),
    Option("timestop", "timestop", _clock), Option("contiguous", "contiguous"), Option("weekdays", "weekdays", _week_days, invert=True),
    Option("monthdays", "monthdays", _month_days, invert=True), Option("localtz", "local", excl=("utc",)),
    Option("utc", "utc", excl=("local", "kernel")), Option("kerneltz", "kernel", excl=("utc",)),
), _make_time, _save_time, _show_time, _check_time)

MATCHES = {ext.name: ext for ext in (_TIME,)}
