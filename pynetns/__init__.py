"""Linux container networking in one Python process: real frames, the kernel's behaviour, no root, virtual time.

>>> from pynetns import Lab
>>> lab = Lab()
>>> c1, c2 = lab.netns("c1"), lab.netns("c2")
>>> ends = lab.veth((c1, "eth0"), (c2, "eth0"))
>>> for end, address in zip(ends, ("10.0.0.1/24", "10.0.0.2/24")):
...     end.up()
...     end.add_address(address)
>>> c1.ping("10.0.0.2").received
1
"""

from socket import SOCK_DGRAM

from pynetns import commands
from pynetns.commands.iptables import parse_rule
from pynetns.commands.ping_text import format_result
from pynetns.device.capture import Capture
from pynetns.errors import Error, LoopError, NetlinkError
from pynetns.lab import Lab
from pynetns.netfilter.xtables import Xtables
from pynetns.netns.namespace import NetNamespace
from pynetns.netns.ping import PingResult

__version__ = "0.1.0"
__all__ = ["SOCK_DGRAM", "Capture", "Error", "Lab", "LoopError", "NetNamespace", "NetlinkError", "PingResult", "__version__"]

Lab.interpreter = staticmethod(commands.run)
Lab.format_ping = staticmethod(format_result)
Xtables.parser = staticmethod(parse_rule)
