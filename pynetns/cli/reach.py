"""Who reaches whom: a connection or a datagram for each pair, sent through the lab and looked for at the other end."""

from pynetns.device.scheduler import SECOND
from pynetns.docker.services import UdpServer
from pynetns.netns.namespace import NetNamespace
from pynetns.netns.tcp_socket import TcpSocket
from pynetns.netns.udp_socket import UdpSocket

PATIENCE = 2 * SECOND  # of the lab's time: a lost request is sent a second time after one
_MARK = b"pynetns was here\n"


def tcp(namespace: NetNamespace, address: str, port: int) -> bool:
    """Is a connection accepted?"""
    scheduler = namespace.scheduler
    with TcpSocket(namespace) as socket:
        try:
            try:
                socket.connect((address, port))
            except BlockingIOError:
                end = scheduler.now + PATIENCE
                while not socket.is_connected:
                    socket.check()
                    if not scheduler.step(end):
                        return False
        except OSError:
            return False
        return True


def udp(namespace: NetNamespace, address: str, port: int, server: UdpServer) -> bool:
    """Does a datagram arrive where somebody listens?"""
    before = len(server.log)
    with UdpSocket(namespace) as socket:
        try:
            socket.sendto(_MARK, (address, port))
        except OSError:
            return False
        end = namespace.scheduler.now + PATIENCE
        while len(server.log) == before and namespace.scheduler.step(end):
            pass
    return len(server.log) > before
