"""The errors of the package, in the words that the real tools print.

The kernel answers a request with an errno and sometimes a sentence (an "extended ack"); iproute2 prints the sentence if there is one and
`RTNETLINK answers: ...` otherwise. `NetlinkError` holds both, so that code can look at the number and people read the tool's words.
"""

import errno

# glibc's words, which strerror() of another platform may not use.
_WORDS = {
    errno.EPERM: "Operation not permitted",
    errno.ENOENT: "No such file or directory",
    errno.ESRCH: "No such process",
    errno.ENXIO: "No such device or address",
    errno.EBADF: "Bad file descriptor",
    errno.EAGAIN: "Resource temporarily unavailable",
    errno.ENOMEM: "Cannot allocate memory",
    errno.EACCES: "Permission denied",
    errno.EBUSY: "Device or resource busy",
    errno.EEXIST: "File exists",
    errno.EXDEV: "Invalid cross-device link",
    errno.ENODEV: "No such device",
    errno.EISDIR: "Is a directory",
    errno.EINVAL: "Invalid argument",
    errno.EMFILE: "Too many open files",
    errno.ENOSPC: "No space left on device",
    errno.ERANGE: "Numerical result out of range",
    errno.ELOOP: "Too many levels of symbolic links",
    errno.ENOTCONN: "Transport endpoint is not connected",
    errno.EDESTADDRREQ: "Destination address required",
    errno.EMSGSIZE: "Message too long",
    errno.ENOPROTOOPT: "Protocol not available",
    errno.EPROTO: "Protocol error",
    errno.EPROTONOSUPPORT: "Protocol not supported",
    errno.EOPNOTSUPP: "Operation not supported",
    errno.EAFNOSUPPORT: "Address family not supported by protocol",
    errno.EADDRINUSE: "Address already in use",
    errno.EADDRNOTAVAIL: "Cannot assign requested address",
    errno.ENETDOWN: "Network is down",
    errno.ENETUNREACH: "Network is unreachable",
    errno.ENOBUFS: "No buffer space available",
    errno.EISCONN: "Transport endpoint is already connected",
    errno.ECONNREFUSED: "Connection refused",
    errno.EHOSTUNREACH: "No route to host",
}


def strerror(number: int) -> str:
    """What Linux calls an error, whatever platform this is."""
    return _WORDS.get(number, f"Unknown error {number}")


def os_error(number: int) -> OSError:
    """The exception that the standard library's socket raises, with Linux's words."""
    return OSError(number, strerror(number))


class Error(Exception):
    """Whatever pynetns refuses: the text names what was wrong in the words of the tool that people know it from."""


class NetlinkError(Error):
    """A request that rtnetlink refuses: `errno`, and `reason` where the kernel gives one in words.

    >>> str(NetlinkError(errno.EEXIST))
    'RTNETLINK answers: File exists'
    >>> str(NetlinkError(errno.EINVAL, "Nexthop has invalid gateway"))
    'Error: Nexthop has invalid gateway.'
    """

    def __init__(self, number: int, reason: str = "") -> None:
        self.errno = number
        self.reason = reason
        super().__init__(f"Error: {reason}." if reason else f"RTNETLINK answers: {strerror(number)}")


class LoopError(Error):
    """One injected frame caused more work than `Lab.work_limit` allows: a switching loop or a storm."""
