"""What bash reads before a script (BASH_ENV): the lab's commands as functions, so that none of them costs a process.

A function asks the server over a line of its own process (a subshell opens another one) and reads one line of answer; the command's text
goes straight to where bash's output goes. What a function does is hidden from `set -x`, `-e`, `-u` and traps: to a script it is a program.
"""

from collections.abc import Iterable

from pynetns.cli.exec.connection import BASH_LINE

# Each function first turns the shell's options off for itself alone; tracing that is thrown away.
_QUIET = "{ local -; set +xveuET +o pipefail; } 2>/dev/null"

# What people stop by a signal: in a subshell, which may be what `$!` names, signals are handed on to the command.
LASTING = ("arping", "conntrack", "docker", "nc", "nsenter", "ping", "sleep", "tcpdump", "timeout", "traceroute", "tracepath", "unshare")

# How ps and pkill know such a subshell.
_PROGRAMS = ("arping", "conntrack", "nc", "ping", "sleep", "tcpdump", "traceroute", "tracepath")

_TEXT = f"""\
__pynetns() {{
    if [[ $BASHPID != "${{__pynetns_shell-}}" ]]; then
        {{ exec {BASH_LINE}<>"/dev/tcp/127.0.0.1/$PYNETNS_PORT"; }} 2>/dev/null || return 127
        __pynetns_shell=$BASHPID
    fi
    local -a __pynetns_answer
    printf '%s\\0' run "$BASHPID" "${{PYNETNS_NETNS-}}" $# "$@" >&{BASH_LINE}
    IFS=' ' read -r -u {BASH_LINE} -a __pynetns_answer || return 127
    case ${{__pynetns_answer[0]}} in
        X) [[ -n ${{__pynetns_answer[3]-}} ]] && {{ builtin command "$@"; return; }}
           __pynetns_become "${{__pynetns_answer[1]}}" "${{__pynetns_answer[2]}}" "$@" ;;
        T) builtin command "$@" ;;
        D) shift; builtin command -p date -d "@${{__pynetns_answer[1]}}" "$@" ;;
        K) __pynetns_die "${{__pynetns_answer[1]}}" ;;
        *) return "${{__pynetns_answer[0]}}" ;;
    esac
}}
__pynetns_become() {{
    local __pynetns_where=$1 __pynetns_caller=$3 __pynetns_status
    shift $(($# - $2))
    [[ $# = 0 ]] && set -- "${{SHELL:-/bin/sh}}"
    if ! builtin type -P -- "$1" >/dev/null; then
        PYNETNS_NETNS=$__pynetns_where builtin command "$__pynetns_caller" __become "$@"
        return
    fi
    if [[ $BASHPID = $$ ]]; then
        PYNETNS_NETNS=$__pynetns_where builtin command ${{PYNETNS_ENTER:+"$PYNETNS_ENTER" "$__pynetns_where"}} "$@"
        return
    fi
    PYNETNS_NETNS=$__pynetns_where builtin command ${{PYNETNS_ENTER:+"$PYNETNS_ENTER" "$__pynetns_where"}} "$@" <&0 &
    trap "builtin kill -TERM $!" TERM
    trap "builtin kill -INT $!" INT
    trap "builtin kill -HUP $!" HUP
    while :; do
        wait $!
        __pynetns_status=$?
        builtin kill -0 $! 2>/dev/null || break
    done
    trap - TERM INT HUP
    return $__pynetns_status
}}
__pynetns_date() {{
    case " $* " in
        *" -d"* | *" --d"* | *" -f"* | *" -r"* | *" --r"* | *" -s"* | *" --s"*) builtin command -p date "$@" ;;
        *) __pynetns date "$@" ;;
    esac
}}
__pynetns_ip() {{
    case " $* " in
        *" exec "* | *" mon"*) __pynetns_lasting ip "$@" ;;
        *) __pynetns ip "$@" ;;
    esac
}}
__pynetns_die() {{
    [[ $BASHPID = $$ ]] && return $((128 + $1))
    trap - "$1"
    builtin kill -"$1" "$BASHPID"
    return $((128 + $1))
}}
__pynetns_lasting() {{
    [[ $BASHPID = $$ ]] && {{ __pynetns "$@"; return; }}
    local __pynetns_number __pynetns_name=$1
    for __pynetns_number in "$@"; do
        case $__pynetns_number in {'|'.join(_PROGRAMS)}) __pynetns_name=$__pynetns_number ;; esac
    done
    {{ printf %s "$__pynetns_name" >"/proc/$BASHPID/comm"; }} 2>/dev/null
    for __pynetns_number in 1 2 3 15; do
        trap "printf 'signal\\\\0%d\\\\0' $__pynetns_number >&{BASH_LINE}" "$__pynetns_number"
    done
    __pynetns "$@"
    set -- $?
    trap - 1 2 3 15
    {{ printf bash >"/proc/$BASHPID/comm"; }} 2>/dev/null
    return "$1"
}}
command() {{
    {{ local -; set +xv; }} 2>/dev/null
    if [[ ${{1-}} = -v && $# = 2 ]] && [[ $(builtin type -t -- "$2") = function ]] && builtin type -P -- "$2"; then
        return 0
    fi
    builtin command "$@"
}}
sudo() {{
    {{ local -; set +xv; }} 2>/dev/null
    while [[ ${{1-}} = -* ]]; do
        case $1 in
            -u|-g|-h|-p|-C|-r|-t|-D|-R|-T|--user|--group) shift 2 ;;
            -i|-s|--login|--shell) shift; [[ $# = 0 ]] && set -- "${{SHELL:-/bin/sh}}" ;;
            -v|-k|-K|-l) return 0 ;;
            --) shift; break ;;
            *) shift ;;
        esac
    done
    while [[ ${{1-}} = [A-Za-z_]*=* ]]; do
        local -x "$1"
        shift
    done
    if [[ $# = 0 ]]; then
        printf 'usage: sudo -h | -K | -k | -V\\n' >&2
        return 1
    fi
    if ! builtin type -P -- "$1" >/dev/null; then
        printf 'sudo: %s: command not found\\n' "$1" >&2
        return 1
    fi
    case $(builtin type -t -- "$1") in
        function) "$@" ;;
        *) builtin command "$@" ;;
    esac
}}
"""


def functions(names: Iterable[str]) -> str:
    """The whole text, for these commands."""
    lines = [_TEXT]
    for name in names:
        if name == "sudo":
            continue
        ask = f"__pynetns_{name}" if name in ("date", "ip") else f"__pynetns_lasting {name}" if name in LASTING else f"__pynetns {name}"
        lines.append(f'{name}() {{ {_QUIET}; {ask} "$@"; }}\n')
    return "".join(lines)
