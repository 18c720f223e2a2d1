"""Docker's networking on a host namespace: `Docker(host)` is a daemon.

>>> from pynetns import Lab
>>> from pynetns.docker import Docker
>>> host = Lab().netns("host")
>>> docker = Docker(host)
>>> web = docker.run("nginx", name="web")
>>> str(docker["web"].gateway.address)
'172.17.0.2'
"""

from pynetns.docker.container import Container, ContainerConfig
from pynetns.docker.engine import Docker
from pynetns.docker.errors import DockerError
from pynetns.docker.network import Network, NetworkConfig
from pynetns.docker.ports import PortBinding

__all__ = ["Container", "ContainerConfig", "Docker", "DockerError", "Network", "NetworkConfig", "PortBinding"]
