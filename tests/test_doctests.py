"""The examples in the docstrings run, and give what they say."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import pynetns

MODULES = ["pynetns", *(module.name for module in walk_packages(pynetns.__path__, "pynetns.") if not module.name.endswith("__main__"))]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    failed, _ = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert not failed


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    assert sum(bool(test.examples) for name in MODULES for test in finder.find(import_module(name))) >= 10
