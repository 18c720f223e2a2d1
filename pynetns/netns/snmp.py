"""The counters of a namespace: /proc/net/snmp and /proc/net/netstat, by the names that `nstat` prints (net/ipv4/proc.c)."""

from pynetns.device.packet import Counter
from pynetns.device.scheduler import Scheduler

_IP = """
Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards
OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits
""".split()
_ICMP = """
InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos InEchoReps InTimestamps
InTimestampReps InAddrMasks InAddrMaskReps OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost OutDestUnreachs OutTimeExcds
OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps
""".split()
_TCP = """
RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts
InCsumErrors
""".split()
_UDP = """
InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
""".split()
_UDPLITE = """
InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
""".split()
_TCPEXT = """
SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned OfoPruned OutOfWindowIcmps LockDroppedIcmps ArpFilter
TW TWRecycled TWKilled PAWSActive PAWSEstab BeyondWindow TSEcrRejected PAWSOldAck PAWSTimewait DelayedACKs DelayedACKLocked
DelayedACKLost ListenOverflows ListenDrops TCPHPHits TCPPureAcks TCPHPAcks TCPRenoRecovery TCPSackRecovery TCPSACKReneging
TCPSACKReorder TCPRenoReorder TCPTSReorder TCPFullUndo TCPPartialUndo TCPDSACKUndo TCPLossUndo TCPLostRetransmit TCPRenoFailures
TCPSackFailures TCPLossFailures TCPFastRetrans TCPSlowStartRetrans TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPRenoRecoveryFail
TCPSackRecoveryFail TCPRcvCollapsed TCPBacklogCoalesce TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv TCPDSACKOfoRecv TCPAbortOnData
TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout TCPAbortOnLinger TCPAbortFailed TCPMemoryPressures TCPMemoryPressuresChrono
TCPSACKDiscard TCPDSACKIgnoredOld TCPDSACKIgnoredNoUndo TCPSpuriousRTOs TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure TCPSackShifted
TCPSackMerged TCPSackShiftFallback TCPBacklogDrop PFMemallocDrop TCPMinTTLDrop TCPDeferAcceptDrop IPReversePathFilter
TCPTimeWaitOverflow TCPReqQFullDoCookies TCPReqQFullDrop TCPRetransFail TCPRcvCoalesce TCPOFOQueue TCPOFODrop TCPOFOMerge
TCPChallengeACK TCPSYNChallenge TCPFastOpenActive TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail
TCPFastOpenListenOverflow TCPFastOpenCookieReqd TCPFastOpenBlackhole TCPSpuriousRtxHostQueues BusyPollRxPackets TCPAutoCorking
TCPFromZeroWindowAdv TCPToZeroWindowAdv TCPWantZeroWindowAdv TCPSynRetrans TCPOrigDataSent TCPHystartTrainDetect TCPHystartTrainCwnd
TCPHystartDelayDetect TCPHystartDelayCwnd TCPACKSkippedSynRecv TCPACKSkippedPAWS TCPACKSkippedSeq TCPACKSkippedFinWait2
TCPACKSkippedTimeWait TCPACKSkippedChallenge TCPWinProbe TCPKeepAlive TCPMTUPFail TCPMTUPSuccess TCPDelivered TCPDeliveredCE
TCPAckCompressed TCPZeroWindowDrop TCPRcvQDrop TCPWqueueTooBig TCPFastOpenPassiveAltKey TcpTimeoutRehash TcpDuplicateDataRehash
TCPDSACKRecvSegs TCPDSACKIgnoredDubious TCPMigrateReqSuccess TCPMigrateReqFailure TCPPLBRehash TCPAORequired TCPAOBad TCPAOKeyNotFound
TCPAOGood TCPAODroppedIcmps
""".split()
_IPEXT = """
InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets OutOctets InMcastOctets OutMcastOctets
InBcastOctets OutBcastOctets InCsumErrors InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts ReasmOverlaps
""".split()

# The groups of /proc/net/snmp and of /proc/net/netstat, and their columns in order.
SNMP: dict[str, list[str]] = {"Ip": _IP, "Icmp": _ICMP, "IcmpMsg": [], "Tcp": _TCP, "Udp": _UDP, "UdpLite": _UDPLITE}
NETSTAT: dict[str, list[str]] = {"TcpExt": _TCPEXT, "IpExt": _IPEXT}
# Columns that are no counters: nstat leaves them out.
CONSTANTS = {"IpDefaultTTL", "TcpRtoAlgorithm", "TcpRtoMin", "TcpRtoMax", "TcpMaxConn", "TcpCurrEstab", "IpForwarding"}


# Packets and their bytes, always counted at once: one counter has both.
_COUNTED_TOGETHER = (("IpInReceives", "IpExtInOctets"), ("IpOutTransmits", "IpExtOutOctets"), ("IpExtInMcastPkts", "IpExtInMcastOctets"),
                     ("IpExtInBcastPkts", "IpExtInBcastOctets"), ("IpExtOutMcastPkts", "IpExtOutMcastOctets"),
                     ("IpExtOutBcastPkts", "IpExtOutBcastOctets"))


class Mib:
    """One counter a name, made when it is first counted: `packet.count(mib.IpInReceives)`. `IpExtInOctets` and its like count bytes.

    What every packet counts a stage keeps at hand: CPython 3.11 takes 100 ns to find an attribute of a class that has a `__getattr__`.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        for packets, octets in _COUNTED_TOGETHER:
            self.__dict__[packets] = self.__dict__[octets] = Counter(scheduler)

    def __getattr__(self, name: str) -> Counter:
        if name.startswith("_"):
            raise AttributeError(name)
        counter = self.__dict__[name] = Counter(self._scheduler)
        return counter

    def __getitem__(self, name: str) -> int:
        counter = self.__dict__.get(name)
        if counter is None:
            return 0
        value: int = counter.bytes if name.endswith("Octets") else counter.packets
        return value

    def icmp_message(self, direction: str, number: int) -> Counter:
        """IcmpMsgInType8 and its like."""
        counter: Counter = getattr(self, f"IcmpMsg{direction}Type{number}")
        return counter

    def icmp_messages(self) -> list[str]:
        """The IcmpMsg columns that are not zero: incoming ones first, by type."""
        names = [name for name in self.__dict__ if name.startswith("IcmpMsg") and self[name]]
        return sorted(names, key=lambda name: ("Out" in name, int(name.rpartition("Type")[2])))
