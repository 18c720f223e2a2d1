"""A network namespace: its devices, addresses, routes and neighbours, and the IPv4 stack that uses them."""
