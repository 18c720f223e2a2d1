"""The forwarding core: the path of a flow's first frame is remembered, and the rest of the flow is sent down it in bursts."""
