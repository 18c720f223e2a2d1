"""`--filter`, as the daemon reads it (api/types/filters): values of one key are alternatives, labels must all be there."""

import re

from pynetns.commands.docker_options import usage


class Filters:
    """What was given, by key."""

    def __init__(self, conditions: list[str], accepted: tuple[str, ...]) -> None:
        self._values: dict[str, list[str]] = {}
        for condition in conditions:
            key, _, value = condition.partition("=")
            key = key.strip().lower()
            if key not in accepted:
                raise invalid(key)
            self._values.setdefault(key, []).append(value.strip())

    def all(self, key: str) -> list[str]:
        return self._values.get(key, [])

    def exact(self, key: str, *texts: str) -> bool:
        return key not in self._values or any(text in self._values[key] for text in texts)

    def match(self, key: str, *texts: str) -> bool:
        """A value is a regular expression, found anywhere; one that is none matches nothing."""
        return self.exact(key, *texts) or any(_found(value, text) for value in self._values[key] for text in texts)

    def prefix(self, key: str, *texts: str) -> bool:
        return self.exact(key, *texts) or any(text.startswith(value) for value in self._values[key] for text in texts)

    def labels(self, labels: dict[str, str]) -> bool:
        for wanted in self.all("label"):
            name, equals, value = wanted.partition("=")
            if name not in labels or (equals and labels[name] != value):
                return False
        return True


def invalid(condition: str) -> Exception:
    return usage(f"Error response from daemon: Invalid filter '{condition}'\n", 1)


def _found(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False
