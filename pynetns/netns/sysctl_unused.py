"""Settings that people read and set and that nothing here depends on: there is no TCP to tune."""

# Key and default, as a fresh namespace of Linux 6.18 has them.
_TABLE = """
net.core.optmem_max 131072
net.core.rps_default_mask 0
net.core.tstamp_allow_data 1
net.core.txrehash 1
net.core.xfrm_acq_expires 30
net.core.xfrm_aevent_etime 10
net.core.xfrm_aevent_rseqth 2
net.core.xfrm_larval_drop 1
net.ipv4.fib_multipath_hash_seed 0
net.ipv4.fib_notify_on_flag_change 0
net.ipv4.nexthop_compat_mode 1
net.ipv4.raw_l3mdev_accept 1
net.ipv4.tcp_abort_on_overflow 0
net.ipv4.tcp_adv_win_scale 1
net.ipv4.tcp_allowed_congestion_control reno bbr
net.ipv4.tcp_app_win 31
net.ipv4.tcp_autocorking 1
net.ipv4.tcp_available_congestion_control reno bbr cubic
net.ipv4.tcp_backlog_ack_defer 1
net.ipv4.tcp_base_mss 1024
net.ipv4.tcp_challenge_ack_limit 2147483647
net.ipv4.tcp_child_ehash_entries 0
net.ipv4.tcp_comp_sack_delay_ns 1000000
net.ipv4.tcp_comp_sack_nr 44
net.ipv4.tcp_comp_sack_slack_ns 100000
net.ipv4.tcp_congestion_control bbr
net.ipv4.tcp_dsack 1
net.ipv4.tcp_early_demux 1
net.ipv4.tcp_early_retrans 3
net.ipv4.tcp_ecn 2
net.ipv4.tcp_ecn_fallback 1
net.ipv4.tcp_ecn_option 2
net.ipv4.tcp_ecn_option_beacon 3
net.ipv4.tcp_ehash_entries -262144
net.ipv4.tcp_fack 0
net.ipv4.tcp_fastopen 1
net.ipv4.tcp_fastopen_blackhole_timeout_sec 0
net.ipv4.tcp_fastopen_key 00000000-00000000-00000000-00000000
net.ipv4.xfrm4_gc_thresh 32768
net.mptcp.add_addr_timeout 120
net.mptcp.allow_join_initial_addr_port 1
net.mptcp.available_path_managers kernel userspace
net.mptcp.available_schedulers default
net.mptcp.blackhole_timeout 3600
net.mptcp.checksum_enabled 0
net.mptcp.close_timeout 60
net.mptcp.enabled 1
net.mptcp.path_manager kernel
net.mptcp.pm_type 0
net.mptcp.scheduler default
net.mptcp.stale_loss_cnt 4
net.mptcp.syn_retrans_before_tcp_fallback 2
net.netfilter.nf_log.0 NONE
net.netfilter.nf_log.1 NONE
net.netfilter.nf_log.2 nf_log_ipv4
net.netfilter.nf_log.3 nf_log_arp
net.netfilter.nf_log.4 NONE
net.netfilter.nf_log.5 nf_log_netdev
net.netfilter.nf_log.6 NONE
net.netfilter.nf_log.7 nf_log_bridge
net.netfilter.nf_log.8 NONE
net.netfilter.nf_log.9 NONE
net.netfilter.nf_log.10 nf_log_ipv6
net.unix.max_dgram_qlen 10
net.ipv4.tcp_fin_timeout 60
net.ipv4.tcp_frto 2
net.ipv4.tcp_fwmark_accept 0
net.ipv4.tcp_invalid_ratelimit 500
net.ipv4.tcp_keepalive_intvl 75
net.ipv4.tcp_keepalive_probes 9
net.ipv4.tcp_keepalive_time 7200
net.ipv4.tcp_l3mdev_accept 0
net.ipv4.tcp_limit_output_bytes 4194304
net.ipv4.tcp_max_reordering 300
net.ipv4.tcp_max_syn_backlog 2048
net.ipv4.tcp_max_tw_buckets 131072
net.ipv4.tcp_migrate_req 0
net.ipv4.tcp_min_rtt_wlen 300
net.ipv4.tcp_min_snd_mss 48
net.ipv4.tcp_min_tso_segs 2
net.ipv4.tcp_moderate_rcvbuf 1
net.ipv4.tcp_mtu_probe_floor 48
net.ipv4.tcp_mtu_probing 0
net.ipv4.tcp_no_metrics_save 0
net.ipv4.tcp_no_ssthresh_metrics_save 1
net.ipv4.tcp_notsent_lowat 4294967295
net.ipv4.tcp_orphan_retries 0
net.ipv4.tcp_pacing_ca_ratio 120
net.ipv4.tcp_pacing_ss_ratio 200
net.ipv4.tcp_pingpong_thresh 1
net.ipv4.tcp_plb_cong_thresh 128
net.ipv4.tcp_plb_enabled 0
net.ipv4.tcp_plb_idle_rehash_rounds 3
net.ipv4.tcp_plb_rehash_rounds 12
net.ipv4.tcp_plb_suspend_rto_sec 60
net.ipv4.tcp_probe_interval 600
net.ipv4.tcp_probe_threshold 8
net.ipv4.tcp_recovery 1
net.ipv4.tcp_reflect_tos 0
net.ipv4.tcp_reordering 3
net.ipv4.tcp_retrans_collapse 1
net.ipv4.tcp_retries1 3
net.ipv4.tcp_retries2 15
net.ipv4.tcp_rfc1337 0
net.ipv4.tcp_rmem 4096 131072 33554432
net.ipv4.tcp_rto_max_ms 120000
net.ipv4.tcp_rto_min_us 200000
net.ipv4.tcp_sack 1
net.ipv4.tcp_shrink_window 0
net.ipv4.tcp_slow_start_after_idle 1
net.ipv4.tcp_stdurg 0
net.ipv4.tcp_syn_linear_timeouts 4
net.ipv4.tcp_syn_retries 6
net.ipv4.tcp_synack_retries 5
net.ipv4.tcp_thin_linear_timeouts 0
net.ipv4.tcp_timestamps 1
net.ipv4.tcp_tso_rtt_log 9
net.ipv4.tcp_tso_win_divisor 3
net.ipv4.tcp_tw_reuse_delay 1000
net.ipv4.tcp_window_scaling 1
net.ipv4.tcp_wmem 4096 16384 4194304
net.ipv4.tcp_workaround_signed_windows 0
net.ipv4.udp_child_hash_entries 0
net.ipv4.udp_hash_entries -16384
net.ipv4.udp_l3mdev_accept 0
"""

# These are one for the whole machine, and only the initial namespace has files for them.
_MACHINE = """
net.core.bpf_jit_enable 1
net.core.bpf_jit_harden 0
net.core.bpf_jit_kallsyms 1
net.core.bpf_jit_limit 528482304
net.core.busy_poll 0
net.core.busy_read 0
net.core.default_qdisc pfifo_fast
net.core.dev_weight 64
net.core.dev_weight_rx_bias 1
net.core.dev_weight_tx_bias 1
net.core.devconf_inherit_init_net 0
net.core.fb_tunnels_only_for_init_net 0
net.core.flow_limit_cpu_bitmap 0
net.core.flow_limit_table_len 4096
net.core.gro_normal_batch 8
net.core.high_order_alloc_disable 0
net.core.max_skb_frags 17
net.core.mem_pcpu_rsv 256
net.core.message_burst 10
net.core.message_cost 5
net.core.netdev_budget 300
net.core.netdev_budget_usecs 8000
net.core.netdev_max_backlog 1000
net.core.netdev_tstamp_prequeue 1
net.core.netdev_unregister_timeout_secs 10
net.core.rps_sock_flow_entries 0
net.core.skb_defer_max 64
net.core.warnings 0
net.ipv4.fib_sync_mem 524288
net.ipv4.inet_peer_maxttl 600
net.ipv4.inet_peer_minttl 120
net.ipv4.inet_peer_threshold 65664
net.ipv4.ipfrag_secret_interval 0
net.ipv4.route.error_burst 1250
net.ipv4.route.error_cost 250
net.ipv4.route.gc_elasticity 8
net.ipv4.route.gc_interval 60
net.ipv4.route.gc_min_interval 0
net.ipv4.route.gc_min_interval_ms 500
net.ipv4.route.gc_thresh -1
net.ipv4.route.gc_timeout 300
net.ipv4.route.max_size 2147483647
net.ipv4.route.redirect_load 5
net.ipv4.route.redirect_number 9
net.ipv4.route.redirect_silence 5120
net.ipv4.tcp_available_ulp mptcp
net.ipv4.tcp_low_latency 0
net.ipv4.tcp_max_orphans 131072
net.ipv4.tcp_mem 287898 383867 575796
net.ipv4.udp_mem 575799 767734 1151598
net.netfilter.nf_log_all_netns 0
net.nf_conntrack_max 262144
"""


def _read(table: str) -> dict[str, int | str]:
    values: dict[str, int | str] = {}
    for line in table.strip().splitlines():
        key, _, value = line.partition(" ")
        values[key] = int(value) if value.lstrip("-").isdigit() else value.replace(" ", "\t") if value[:1].isdigit() else value
    return values


UNUSED = _read(_TABLE)
MACHINE = _read(_MACHINE)
