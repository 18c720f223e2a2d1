# What brctl says of bridges and ports that are none: of nothing, of lo, of a port of another bridge.
#! include lan
ip -n sw link add br1 address 02:00:00:00:00:f1 type bridge
ip -n sw link add free address 02:00:00:00:0f:01 type veth peer name free2 address 02:00:00:00:0f:02 netns a
ip netns exec sw brctl showstp nosuch
ip netns exec sw brctl showmacs nosuch
ip netns exec sw brctl setageing nosuch 5
ip netns exec sw brctl setbridgeprio nosuch 5
ip netns exec sw brctl setfd nosuch 3
ip netns exec sw brctl sethello nosuch 3
ip netns exec sw brctl setmaxage nosuch 9
ip netns exec sw brctl stp nosuch off
ip netns exec sw brctl delbr nosuch
ip netns exec sw brctl show nosuch
ip netns exec sw brctl setpathcost nosuch pa 7
ip netns exec sw brctl setportprio nosuch pa 7
ip netns exec sw brctl hairpin nosuch pa on
ip netns exec sw brctl delif nosuch pa
ip netns exec sw brctl addif nosuch pa
ip netns exec sw brctl setpathcost nosuch nosuch 7
ip netns exec sw brctl setportprio nosuch nosuch 7
ip netns exec sw brctl hairpin nosuch nosuch on
ip netns exec sw brctl delif nosuch nosuch
ip netns exec sw brctl addif nosuch nosuch
ip netns exec sw brctl setpathcost nosuch lo 7
ip netns exec sw brctl setportprio nosuch lo 7
ip netns exec sw brctl hairpin nosuch lo on
ip netns exec sw brctl delif nosuch lo
ip netns exec sw brctl addif nosuch lo
ip netns exec sw brctl setpathcost nosuch free 7
ip netns exec sw brctl setportprio nosuch free 7
ip netns exec sw brctl hairpin nosuch free on
ip netns exec sw brctl delif nosuch free
ip netns exec sw brctl addif nosuch free
ip netns exec sw brctl setpathcost nosuch br1 7
ip netns exec sw brctl setportprio nosuch br1 7
ip netns exec sw brctl hairpin nosuch br1 on
ip netns exec sw brctl delif nosuch br1
ip netns exec sw brctl addif nosuch br1
ip netns exec sw brctl showstp lo
ip netns exec sw brctl showmacs lo
ip netns exec sw brctl setageing lo 5
ip netns exec sw brctl setbridgeprio lo 5
ip netns exec sw brctl setfd lo 3
ip netns exec sw brctl sethello lo 3
ip netns exec sw brctl setmaxage lo 9
ip netns exec sw brctl stp lo off
ip netns exec sw brctl delbr lo
ip netns exec sw brctl show lo
ip netns exec sw brctl setpathcost lo pa 7
ip netns exec sw brctl setportprio lo pa 7
ip netns exec sw brctl hairpin lo pa on
ip netns exec sw brctl delif lo pa
ip netns exec sw brctl addif lo pa
ip netns exec sw brctl setpathcost lo nosuch 7
ip netns exec sw brctl setportprio lo nosuch 7
ip netns exec sw brctl hairpin lo nosuch on
ip netns exec sw brctl delif lo nosuch
ip netns exec sw brctl addif lo nosuch
ip netns exec sw brctl setpathcost lo lo 7
ip netns exec sw brctl setportprio lo lo 7
ip netns exec sw brctl hairpin lo lo on
ip netns exec sw brctl delif lo lo
ip netns exec sw brctl addif lo lo
ip netns exec sw brctl setpathcost lo free 7
ip netns exec sw brctl setportprio lo free 7
ip netns exec sw brctl hairpin lo free on
ip netns exec sw brctl delif lo free
ip netns exec sw brctl addif lo free
ip netns exec sw brctl setpathcost lo br1 7
ip netns exec sw brctl setportprio lo br1 7
ip netns exec sw brctl hairpin lo br1 on
ip netns exec sw brctl delif lo br1
ip netns exec sw brctl addif lo br1
ip netns exec sw brctl setageing br1 5
ip netns exec sw brctl setbridgeprio br1 5
ip netns exec sw brctl setfd br1 3
ip netns exec sw brctl sethello br1 3
ip netns exec sw brctl setmaxage br1 9
ip netns exec sw brctl stp br1 off
ip netns exec sw brctl show br1
ip netns exec sw brctl setpathcost br1 pa 7
ip netns exec sw brctl setportprio br1 pa 7
ip netns exec sw brctl hairpin br1 pa on
ip netns exec sw brctl delif br1 pa
ip netns exec sw brctl addif br1 pa
ip netns exec sw brctl setpathcost br1 nosuch 7
ip netns exec sw brctl setportprio br1 nosuch 7
ip netns exec sw brctl hairpin br1 nosuch on
ip netns exec sw brctl delif br1 nosuch
ip netns exec sw brctl addif br1 nosuch
ip netns exec sw brctl setpathcost br1 lo 7
ip netns exec sw brctl setportprio br1 lo 7
ip netns exec sw brctl hairpin br1 lo on
ip netns exec sw brctl delif br1 lo
ip netns exec sw brctl addif br1 lo
ip netns exec sw brctl setpathcost br1 free 7
ip netns exec sw brctl setportprio br1 free 7
ip netns exec sw brctl hairpin br1 free on
ip netns exec sw brctl delif br1 free
ip netns exec sw brctl setpathcost br1 br1 7
ip netns exec sw brctl setportprio br1 br1 7
ip netns exec sw brctl hairpin br1 br1 on
ip netns exec sw brctl delif br1 br1
ip netns exec sw brctl addif br1 br1
ip netns exec sw brctl setageing br0 5
ip netns exec sw brctl setbridgeprio br0 5
ip netns exec sw brctl setfd br0 3
ip netns exec sw brctl sethello br0 3
ip netns exec sw brctl setmaxage br0 9
ip netns exec sw brctl stp br0 off
ip netns exec sw brctl show br0
ip netns exec sw brctl setpathcost br0 pa 7
ip netns exec sw brctl setportprio br0 pa 7
ip netns exec sw brctl hairpin br0 pa on
ip netns exec sw brctl addif br0 pa
ip netns exec sw brctl setpathcost br0 nosuch 7
ip netns exec sw brctl setportprio br0 nosuch 7
ip netns exec sw brctl hairpin br0 nosuch on
ip netns exec sw brctl delif br0 nosuch
ip netns exec sw brctl addif br0 nosuch
ip netns exec sw brctl setpathcost br0 lo 7
ip netns exec sw brctl setportprio br0 lo 7
ip netns exec sw brctl hairpin br0 lo on
ip netns exec sw brctl delif br0 lo
ip netns exec sw brctl addif br0 lo
ip netns exec sw brctl setpathcost br0 free 7
ip netns exec sw brctl setportprio br0 free 7
ip netns exec sw brctl hairpin br0 free on
ip netns exec sw brctl delif br0 free
ip netns exec sw brctl setpathcost br0 br1 7
ip netns exec sw brctl setportprio br0 br1 7
ip netns exec sw brctl hairpin br0 br1 on
ip netns exec sw brctl delif br0 br1
ip netns exec sw brctl addif br0 br1
ip netns exec sw brctl show
bridge -n sw link show | sed -E 's/^[0-9]+: //; s/@[^:]*:/:/'
ip netns exec sw brctl setpathcost br0 pa 0
ip netns exec sw brctl setpathcost br0 pa 65536
ip netns exec sw brctl setpathcost br0 pa x
ip netns exec sw brctl setportprio br0 pa 64
ip netns exec sw brctl setportprio br0 pa -1
ip netns exec sw brctl setfd br0 1
ip netns exec sw brctl setfd br0 31
ip netns exec sw brctl sethello br0 11
ip netns exec sw brctl setmaxage br0 41
ip netns exec sw brctl setmaxage br0 5
ip netns exec sw brctl setbridgeprio br0 65536
ip netns exec sw brctl setbridgeprio br0 -1
ip netns exec sw brctl setageing br0 0
ip netns exec sw brctl setageing br0 -1
ip netns exec sw brctl hairpin br0 pa maybe
ip netns exec sw brctl
ip netns exec sw brctl show br0 nosuch br1
ip netns exec sw brctl addif br0
ip netns exec sw brctl --version
ip netns exec sw brctl -h | head -3
ip -n sw -d link show br0 | grep -oE '(ageing_time|forward_delay|hello_time|max_age|priority) [0-9]+'
