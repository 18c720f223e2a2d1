"""What devices can do for their host, as `ethtool -k` lists it: the features of each driver
(drivers/net/veth.c, macvlan.c, loopback.c, net/bridge/br_device.c; names from net/ethtool/common.c)."""

# In the order of the listing; what is indented is a part of the group above.
LISTING = """
rx-checksumming
tx-checksumming
    tx-checksum-ipv4
    tx-checksum-ip-generic
    tx-checksum-ipv6
    tx-checksum-fcoe-crc
    tx-checksum-sctp
scatter-gather
    tx-scatter-gather
    tx-scatter-gather-fraglist
tcp-segmentation-offload
    tx-tcp-segmentation
    tx-tcp-ecn-segmentation
    tx-tcp-mangleid-segmentation
    tx-tcp6-segmentation
    tx-tcp-accecn-segmentation
generic-segmentation-offload
generic-receive-offload
large-receive-offload
rx-vlan-offload
tx-vlan-offload
ntuple-filters
receive-hashing
highdma
rx-vlan-filter
vlan-challenged
tx-gso-robust
tx-fcoe-segmentation
tx-gre-segmentation
tx-gre-csum-segmentation
tx-ipxip4-segmentation
tx-ipxip6-segmentation
tx-udp_tnl-segmentation
tx-udp_tnl-csum-segmentation
tx-gso-partial
tx-tunnel-remcsum-segmentation
tx-sctp-segmentation
tx-esp-segmentation
tx-udp-segmentation
tx-gso-list
tx-nocache-copy
loopback
rx-fcs
rx-all
tx-vlan-stag-hw-insert
rx-vlan-stag-hw-parse
rx-vlan-stag-filter
l2-fwd-offload
hw-tc-offload
esp-hw-offload
esp-tx-csum-hw-offload
rx-udp_tunnel-port-offload
tls-hw-tx-offload
tls-hw-rx-offload
rx-gro-hw
tls-hw-record
rx-gro-list
macsec-hw-offload
rx-udp-gro-forwarding
hsr-tag-ins-offload
hsr-tag-rm-offload
hsr-fwd-offload
hsr-dup-offload
"""

# By kind: what is on and can be turned off, what is on for ever, what is off and can be turned on. All else is off for ever.
FEATURES = {
    "veth": ("""
        rx-checksumming tx-checksum-ip-generic tx-checksum-sctp tx-scatter-gather tx-scatter-gather-fraglist
        tx-tcp-segmentation tx-tcp-ecn-segmentation tx-tcp-mangleid-segmentation tx-tcp6-segmentation
        tx-tcp-accecn-segmentation generic-segmentation-offload rx-vlan-offload tx-vlan-offload highdma tx-gre-segmentation
        tx-gre-csum-segmentation tx-ipxip4-segmentation tx-ipxip6-segmentation tx-udp_tnl-segmentation
        tx-udp_tnl-csum-segmentation tx-sctp-segmentation tx-udp-segmentation tx-gso-list tx-vlan-stag-hw-insert
        rx-vlan-stag-hw-parse
    """, """

    """, """
        generic-receive-offload tx-nocache-copy rx-gro-list rx-udp-gro-forwarding
    """),
    "bridge": ("""
        tx-checksum-ip-generic tx-scatter-gather tx-scatter-gather-fraglist tx-tcp-segmentation tx-tcp-ecn-segmentation
        tx-tcp-mangleid-segmentation tx-tcp6-segmentation tx-tcp-accecn-segmentation generic-segmentation-offload
        generic-receive-offload tx-vlan-offload highdma tx-gre-segmentation tx-gre-csum-segmentation tx-ipxip4-segmentation
        tx-ipxip6-segmentation tx-udp_tnl-segmentation tx-udp_tnl-csum-segmentation tx-gso-partial
        tx-tunnel-remcsum-segmentation tx-sctp-segmentation tx-esp-segmentation tx-udp-segmentation tx-gso-list
        tx-vlan-stag-hw-insert
    """, """

    """, """
        tx-nocache-copy rx-gro-list rx-udp-gro-forwarding
    """),
    "loopback": ("""
        tx-tcp-segmentation tx-tcp-ecn-segmentation tx-tcp-mangleid-segmentation tx-tcp6-segmentation
        tx-tcp-accecn-segmentation generic-segmentation-offload generic-receive-offload tx-sctp-segmentation
        tx-udp-segmentation tx-gso-list
    """, """
        rx-checksumming tx-checksum-ip-generic tx-checksum-sctp tx-scatter-gather tx-scatter-gather-fraglist highdma
        vlan-challenged loopback
    """, """
        rx-gro-list rx-udp-gro-forwarding
    """),
    "macvlan": ("""
        generic-segmentation-offload
    """, """
        rx-checksumming tx-checksum-ip-generic tx-scatter-gather tx-scatter-gather-fraglist tx-tcp-segmentation
        tx-tcp-ecn-segmentation tx-tcp-mangleid-segmentation tx-tcp6-segmentation tx-tcp-accecn-segmentation highdma
        tx-gso-robust tx-gre-segmentation tx-gre-csum-segmentation tx-ipxip4-segmentation tx-ipxip6-segmentation
        tx-udp_tnl-segmentation tx-udp_tnl-csum-segmentation tx-sctp-segmentation tx-udp-segmentation tx-gso-list
    """, """
        large-receive-offload tx-nocache-copy rx-gro-list rx-udp-gro-forwarding
    """),
}

# Off, though somebody asked for them: what is below does not have them.
ASKED_IN_VAIN = {"bridge": ("tx-gso-robust", "tx-fcoe-segmentation"), "macvlan": ("generic-receive-offload",)}

# By what the kernel calls them where the listing has a name of its own.
KERNEL_NAMES = {
    "rx-checksumming": "rx-checksum", "generic-segmentation-offload": "tx-generic-segmentation", "generic-receive-offload": "rx-gro",
    "large-receive-offload": "rx-lro", "rx-vlan-offload": "rx-vlan-hw-parse", "tx-vlan-offload": "tx-vlan-hw-insert",
    "ntuple-filters": "rx-ntuple-filter", "receive-hashing": "rx-hashing",
}
CHECKSUMS = ("tx-checksum-ipv4", "tx-checksum-ip-generic", "tx-checksum-ipv6", "tx-checksum-fcoe-crc", "tx-checksum-sctp")
SEGMENTATION = ("tx-tcp-segmentation", "tx-tcp-ecn-segmentation", "tx-tcp-mangleid-segmentation", "tx-tcp6-segmentation",
                "tx-tcp-accecn-segmentation")
GROUPS = {"tx-checksumming": CHECKSUMS, "scatter-gather": ("tx-scatter-gather", "tx-scatter-gather-fraglist"),
          "tcp-segmentation-offload": SEGMENTATION}
# What -K calls them in short.
SHORT = {
    "rx": ("rx-checksumming",), "tx": CHECKSUMS, "sg": GROUPS["scatter-gather"], "tso": SEGMENTATION,
    "gso": ("generic-segmentation-offload",), "gro": ("generic-receive-offload",), "lro": ("large-receive-offload",),
    "rxvlan": ("rx-vlan-offload",), "txvlan": ("tx-vlan-offload",), "ntuple": ("ntuple-filters",), "rxhash": ("receive-hashing",),
    "ufo": ("tx-udp-fragmentation",),
}
NEED_CHECKSUMS = (*SEGMENTATION[:4], "tx-udp-segmentation")  # without one for IPv4 these are off: netdev_fix_features()
# The order in which the kernel numbers those that -K can change.
ORDER = ("tx-scatter-gather", *CHECKSUMS[:3], "highdma", "tx-scatter-gather-fraglist", "tx-vlan-offload", "rx-vlan-offload",
         "generic-segmentation-offload", "large-receive-offload", "generic-receive-offload", *SEGMENTATION[:4], "tx-udp-segmentation",
         "tx-gso-list", "tx-tcp-accecn-segmentation", "tx-checksum-fcoe-crc", "tx-checksum-sctp")
