"""What a rule or a hook decides of a packet: include/uapi/linux/netfilter.h and netfilter/x_tables.h."""

DROP = 0
ACCEPT = 1
STOLEN = 2
QUEUE = 3
REPEAT = 4
STOP = 5

CONTINUE = -1  # XT_CONTINUE: on to the next rule; what is below zero never leaves a table
RETURN = -5  # XT_RETURN: back to the calling chain

NAMES = {DROP: "DROP", ACCEPT: "ACCEPT", QUEUE: "QUEUE", RETURN: "RETURN"}
VERDICTS = {name: verdict for verdict, name in NAMES.items()}
