"""Network devices: what a namespace sees of loopback, veth pairs, bridges and dummies."""
