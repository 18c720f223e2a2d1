"""The hooks as rules know them: by number, and by the name of the chain that stands at each."""

from pynetns.netns.hooks import FORWARD, LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING, HookState

__all__ = ["FORWARD", "HOOK_NAMES", "LOCAL_IN", "LOCAL_OUT", "POST_ROUTING", "PRE_ROUTING", "HookState"]

HOOK_NAMES = ("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")
