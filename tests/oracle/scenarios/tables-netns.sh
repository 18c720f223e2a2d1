# `ip netns`: list, add, del, exec, identify, pids and errors.
ip netns list
ip netns add one
ip netns add two
ip netns list | sort
ip netns | sort
ip netns add one
ip netns exec one ip -br link | cut -c1-20
ip netns exec nosuch ip link
ip netns exec one nosuchcommand
ip netns exec one
ip netns exec
ip netns add
ip netns del
ip netns exec one ip netns identify
ip netns identify
ip netns pids one
ip netns del one
ip netns del one
ip netns list
ip -n one link
ip -netns two -br link | cut -c1-20
ip -n two link add x type veth peer name y netns two
ip -n two link set lo netns two
ip netns bogus
ip netns add a/b
ip netns list
