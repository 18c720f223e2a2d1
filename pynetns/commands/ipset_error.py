"""How ipset fails, and what each refusal of the kernel reads as: lib/errcode.c, lib/ipset.c."""

import errno

from pynetns.errors import strerror
from pynetns.netfilter import ipset as kernel

PROGRAM = "ipset v7.17"


class IpsetFailed(Exception):
    """A message without the program's name. `hint` is for mistakes of the command line itself, which end with status 2."""

    def __init__(self, message: str, hint: bool = False) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


def syntax_error(message: str) -> IpsetFailed:
    return IpsetFailed(f"Syntax error: {message}")


_WORDS: dict[int, str] = {
    errno.ENOENT: "The set with the given name does not exist",
    errno.ERANGE: "The specified range is too large, split it up into smaller ranges",
    errno.EEXIST: "Set cannot be created: set with the same name already exists",
    kernel.FIND_TYPE: "Kernel error received: set type not supported",
    kernel.BUSY: "Set cannot be destroyed: it is in use by a kernel component",
    kernel.REFERENCED: "Set cannot be renamed: it is in use by another system",
    kernel.TYPE_MISMATCH: "The sets cannot be swapped: their type does not match",
    kernel.INVALID_CIDR: "The value of the CIDR parameter of the IP address is invalid",
    kernel.INVALID_NETMASK: "The value of the netmask parameter is invalid",
    kernel.INVALID_FAMILY: "Protocol family not supported by the set type",
    kernel.TIMEOUT: "Timeout cannot be used: set was created without timeout support",
    kernel.COUNTER: "Packet/byte counters cannot be used: set was created without counter support",
    kernel.COMMENT: "Comment cannot be used: set was created without comment support",
    kernel.BITMAP_RANGE: "Element is out of the range of the set",
    kernel.BITMAP_RANGE_SIZE: "The range you specified exceeds the size limit of the set type",
    kernel.HASH_FULL: "Hash is full, cannot add more elements",
    kernel.HASH_ELEM: "Null-valued element, cannot be stored in a hash type of set",
    kernel.INVALID_PROTO: "Invalid protocol specified",
    kernel.MISSING_PROTO: "Protocol missing, but must be specified",
    kernel.NAME: "Set to be added/deleted/tested as element does not exist.",
    kernel.LOOP: "Sets with list:set type cannot be added to the set.",
    kernel.BEFORE: "No reference set specified.",
    kernel.NAMEREF: "The set to which you referred with 'before' or 'after' does not exist.",
    kernel.LIST_FULL: "The set is full, more elements cannot be added.",
    kernel.REF_EXIST: "The set to which you referred with 'before' or 'after' is not added to the set.",
}
_BY_COMMAND = {
    (kernel.EXIST, "add"): "Element cannot be added to the set: it's already added",
    (kernel.EXIST, "del"): "Element cannot be deleted from the set: it's not added",
    (kernel.EXIST_SETNAME2, "rename"): "Set cannot be renamed: a set with the new name already exists",
    (kernel.EXIST_SETNAME2, "swap"): "Sets cannot be swapped: the second set does not exist",
}


def kernel_error(error: kernel.IpSetError, command: str) -> IpsetFailed:
    """ipset_errcode()."""
    words = _BY_COMMAND.get((error.number, command)) or _WORDS.get(error.number)
    return IpsetFailed(words or f"Kernel error received: {strerror(error.number)}")
