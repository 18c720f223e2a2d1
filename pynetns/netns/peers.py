"""What a namespace remembers of the hosts it answers, to answer them at a bounded rate (net/ipv4/inetpeer.c, icmp.c, route.c)."""

from random import Random

from pynetns.device.scheduler import SECOND, Scheduler

MAX_PEERS = 65536
ERROR_COST = SECOND  # ip_rt_error_cost, net.ipv4.route.error_cost
ERROR_BURST = 5 * SECOND
REDIRECT_NUMBER = 9
REDIRECT_LOAD = SECOND // 50
REDIRECT_SILENCE = REDIRECT_LOAD << (REDIRECT_NUMBER + 1)
XRLIM_BURST = 6


class Peer:
    """One remote address: its budget of ICMP errors (in nanoseconds of waiting) and the redirects it ignored."""

    __slots__ = ("last", "redirects", "tokens")

    def __init__(self, now: int) -> None:
        self.last = now - 60 * SECOND
        self.tokens = 0
        self.redirects = 0


class Peers:
    """All peers, and the budget of the namespace as a whole (icmp_msgs_per_sec)."""

    def __init__(self, scheduler: Scheduler, random: Random) -> None:
        self._scheduler = scheduler
        self._random = random
        self._peers: dict[int, Peer] = {}
        self._credit = 0
        self._stamp = -SECOND

    def _peer(self, address: int) -> Peer:
        peer = self._peers.get(address)
        if peer is None:
            if len(self._peers) >= MAX_PEERS:
                del self._peers[next(iter(self._peers))]
            peer = self._peers[address] = Peer(self._scheduler.now)
        return peer

    def allows_icmp(self, address: int, ratelimit_ms: int) -> bool:
        """inet_peer_xrlim_allow(): a token bucket of six messages, one more each `ratelimit_ms`."""
        peer, now, cost = self._peer(address), self._scheduler.now, ratelimit_ms * 1_000_000
        if now != peer.last:
            peer.tokens = min(peer.tokens + now - peer.last, XRLIM_BURST * cost)
            peer.last = now
        if peer.tokens < cost:
            return False
        peer.tokens -= cost
        return True

    def allows_route_error(self, address: int) -> bool:
        """The limit in ip_error(): five unreachables at once, then one a second."""
        peer, now = self._peer(address), self._scheduler.now
        peer.tokens = min(peer.tokens + now - peer.last, ERROR_BURST)
        peer.last = now
        if peer.tokens < ERROR_COST:
            return False
        peer.tokens -= ERROR_COST
        return True

    def allows_redirect(self, address: int) -> bool:
        """ip_rt_send_redirect(): less and less often, and never again once nine were ignored, until the peer was silent for 20 s."""
        peer, now = self._peer(address), self._scheduler.now
        if now > peer.last + REDIRECT_SILENCE:
            peer.tokens = peer.redirects = 0
        if peer.redirects >= REDIRECT_NUMBER:
            peer.last = now
            return False
        if peer.redirects == 0 or now > peer.last + (REDIRECT_LOAD << peer.redirects):
            peer.last = now
            peer.redirects += 1
            return True
        return False

    def allows_message(self, per_second: int, burst: int) -> bool:
        """icmp_global_allow() and icmp_global_consume(): the budget of all errors together; each costs 0 to 2, one on average."""
        now = self._scheduler.now
        if self._credit <= 0:
            waited = min(now - self._stamp, SECOND)
            gained = per_second * waited // SECOND
            if waited < SECOND // 50 or not gained:
                return False
            self._stamp = now
            self._credit = min(self._credit + gained, burst)
        self._credit -= self._random.randrange(3)
        return True
