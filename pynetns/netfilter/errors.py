"""What the kernel and libiptc refuse of a table, in libiptc's words (TC_STRERROR in libiptc/libiptc.c)."""

import errno

from pynetns.errors import Error, strerror

# The operation that failed decides which sentence an errno reads as.
INIT, COMMIT, INSERT, REPLACE, DELETE, DELETE_NUM, ZERO, SET_POLICY, CREATE_CHAIN, OTHER = (
    "init", "commit", "insert", "replace", "delete", "delete_num", "zero", "policy", "create", "other")

_WORDS = {
    (INIT, errno.ENOENT): "Table does not exist (do you need to insmod?)",
    (CREATE_CHAIN, errno.EEXIST): "Chain already exists",
    (INSERT, errno.E2BIG): "Index of insertion too big",
    (REPLACE, errno.E2BIG): "Index of replacement too big",
    (DELETE_NUM, errno.E2BIG): "Index of deletion too big",
    (ZERO, errno.E2BIG): "Index of counter too big",
    (DELETE, errno.ENOENT): "Bad rule (does a matching rule exist in that chain?)",
    (SET_POLICY, errno.ENOENT): "Bad built-in chain name",
    (SET_POLICY, errno.EINVAL): "Bad policy name",
}
_ANY = {errno.ENOENT: "No chain/target/match by that name"}
_MORE = {errno.EMLINK: "Too many links", errno.ENOTEMPTY: "Directory not empty", errno.E2BIG: "Argument list too long"}


class XtablesError(Error):
    """A table that is not changed, and why: `errno`, and the sentence without the program's name in front.

    >>> str(XtablesError(errno.ELOOP, COMMIT))
    'iptables: Too many levels of symbolic links.'
    >>> str(XtablesError(errno.EINVAL, COMMIT, "mac match: used from hooks OUTPUT"))
    "iptables: Invalid argument. Run `dmesg' for more information."
    """

    def __init__(self, number: int, operation: str = OTHER, reason: str = "") -> None:
        self.errno = number
        self.operation = operation
        self.reason = reason  # what the kernel says in its log
        self.words = _WORDS.get((operation, number)) or _ANY.get(number) or _MORE.get(number) or strerror(number)
        super().__init__(self.sentence("iptables"))

    def sentence(self, program: str) -> str:
        return f"{program}: {self.words}." + (" Run `dmesg' for more information." if self.errno == errno.EINVAL else "")
