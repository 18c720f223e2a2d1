"""Entry points for people: `python3 -m pynetns run FILE` and `python3 -m pynetns shell`."""
