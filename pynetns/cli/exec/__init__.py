"""`pynetns exec`: a program of this machine, such as bash with somebody's script, whose network commands go to a lab.

    command.py      the arguments
    session.py      how the parts below are put together
    launch.py       the program's side: namespaces of its own, mounts, and the start
    server.py       the loop that answers the programs' commands
    turns.py        commands take turns: one runs, the others wait for time, a file or a signal
    quiet.py        may time move? only when every program waits
    request.py      one command of one program: its streams, its answer
    namespaces.py   which program is in which namespace
    programs.py     the commands that start programs: nsenter, unshare, timeout, modprobe
    client.py       the program that stands on PATH under the commands' names
    functions.py    the text that bash reads first: the same commands as functions, without a new process
    mounts.py       /proc/sys/net, /proc/net, /sys/class/net and /run/netns are the lab's, as the programs see them
    files.py        the server's side of that: one of
    fuse.py             a file system that answers each request
    mirror.py           plain files, where nobody may have that; mirror_files.py is what it remembers
    tree.py         what is in there
"""
