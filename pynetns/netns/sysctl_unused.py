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

UNUSED: dict[str, int | str] = {}
for _line in _TABLE.strip().splitlines():
    _key, _, _value = _line.partition(" ")
    UNUSED[_key] = int(_value) if _value.lstrip("-").isdigit() else _value.replace(" ", "\t") if _value[:1].isdigit() else _value
