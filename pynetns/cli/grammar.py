"""What a shell reads in one line, as far as lab commands need it: quotes, pipes, redirections, `&&`, `||`, `;`, `&` and comments.

There are no variables and no control flow: a lab's script is a list of commands. What stands behind a pipe is kept as it was written, for
the real shell to read.

>>> [pipeline.stages[0].text for pipeline in parse("ip link # all of them")]
['ip link']
>>> [(p.connector, [stage.text for stage in p.stages]) for p in parse("ip route | sort && echo 'a | b'")]
[('', ['ip route', 'sort']), ('&&', ["echo 'a | b'"])]
"""

import re
import shlex
from dataclasses import dataclass, field

from pynetns.errors import Error

_OPERATOR = re.compile(r"&>>|&>|&&|\|\||\|&|;;|[0-9]*(?:>>|>&|>\||>|<<<|<<|<&|<)|\||&|;|\(|\)")
_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|&;<>()])+""", re.DOTALL)
_QUOTED = re.compile(r"'[^']*'|\\.", re.DOTALL)
_EXPANSION = re.compile(r"\$[A-Za-z0-9_({?$!@*#-]|`")
_CONTROL = frozenset(("for", "while", "until", "if", "case", "select", "function", "{", "[["))  # bash knows them only as a first word


class SyntaxFailed(Error):
    """A line that can't be read, or that asks for more of a shell than there is."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """`2> FILE`: the stream `fd` goes to (or, with <, comes from) `target`; `2>&1` has the operator >& and the target 1."""

    fd: int
    operator: str
    target: str


@dataclass(slots=True)
class Stage:
    """One command of a pipeline. `text` is as written without the redirections, `source` with them."""

    text: str = ""
    source: str = ""
    words: list[str] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)


@dataclass(slots=True)
class Pipeline:
    """Commands joined by |. `connector` joins it to the pipeline before: "", ";", "&&" or "||"."""

    connector: str = ""
    stages: list[Stage] = field(default_factory=list)
    negated: bool = False
    background: bool = False


def parse(line: str) -> list[Pipeline]:
    """The pipelines of a line; none in an empty one or a comment. Raises SyntaxFailed."""
    return _Parser(line).parse()


def split(text: str) -> list[str]:
    """The words of a command, without their quotes. Raises SyntaxFailed."""
    try:
        return shlex.split(text)
    except ValueError as error:
        raise SyntaxFailed(f"syntax error: {str(error).lower()}") from None


class _Parser:
    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.pipelines: list[Pipeline] = []
        self.pipeline = Pipeline()
        self.pieces: list[str] = []  # of the stage that is being read
        self.start = 0
        self.redirects: list[Redirect] = []

    def parse(self) -> list[Pipeline]:
        while self._skip_blanks():
            operator = _OPERATOR.match(self.line, self.at)
            if operator:
                self.at = operator.end()
                self._operator(operator[0], operator.start())
            else:
                self._word(self._take_word())
        self._end_pipeline(self.at, "")
        return self.pipelines

    def _skip_blanks(self) -> bool:
        """On to the next word; False at the end of the line or at a comment."""
        while self.at < len(self.line) and self.line[self.at].isspace():
            self.at += 1
        return self.at < len(self.line) and self.line[self.at] != "#"

    def _take_word(self) -> str:
        word = _WORD.match(self.line, self.at)
        if word is None or self.line[word.end():word.end() + 1] in ("'", '"', "\\"):
            raise SyntaxFailed(f"syntax error: a quote is not closed: {self.line[self.at:]}")
        self.at = word.end()
        return word[0]

    def _word(self, word: str) -> None:
        if not self.pieces:
            if word == "!" and not self.pipeline.stages:
                self.pipeline.negated = not self.pipeline.negated
                self.start = self.at
                return
            if word in _CONTROL:
                if not self.pipeline.stages:
                    raise SyntaxFailed(f"syntax error: {word}: there is no control flow here, only commands")
                self.at = len(self.line)  # behind a pipe the real shell reads it, to its end
                word = self.line[self.start:].strip()
                self.pieces.append(word)
                return
        if not self.pipeline.stages:
            _refuse_expansion(word)
        self.pieces.append(word)

    def _operator(self, operator: str, start: int) -> None:
        if operator in ("(", ")", ";;"):
            raise SyntaxFailed(f"syntax error near unexpected token `{operator}'")
        if "<" in operator or ">" in operator:
            self._redirect(operator)
        elif operator in ("|", "|&"):
            if operator == "|&":
                self.redirects.append(Redirect(2, ">&", "1"))
            self._end_stage(start, operator)
            self.start = self.at
        else:
            self.pipeline.background = operator == "&"
            self._end_pipeline(start, operator)
            self.pipeline.connector = ";" if operator == "&" else operator
            self.start = self.at

    def _redirect(self, operator: str) -> None:
        number, operator = re.fullmatch(r"([0-9]*)(.*)", operator).groups()  # type: ignore[union-attr]
        if operator in ("<<", "<<<", "<&"):
            raise SyntaxFailed(f"syntax error: {operator} is not supported here")
        if not self._skip_blanks() or _OPERATOR.match(self.line, self.at):
            raise SyntaxFailed("syntax error: a redirection goes nowhere")
        word = self._take_word()
        if not self.pipeline.stages:
            _refuse_expansion(word)
        target = "".join(split(word))
        if operator in ("&>", "&>>"):
            self.redirects += [Redirect(1, operator[1:], target), Redirect(2, ">&", "1")]
        else:
            self.redirects.append(Redirect(int(number or (operator != "<")), ">" if operator == ">|" else operator, target))

    def _end_stage(self, end: int, operator: str) -> None:
        if not self.pieces:
            raise SyntaxFailed(f"syntax error near unexpected token `{operator or 'newline'}'")
        text = " ".join(self.pieces)
        words = [] if self.pipeline.stages and self.pieces[0].startswith(tuple(_CONTROL)) else split(text)
        source = self.line[self.start:end].strip() + (" 2>&1" if operator == "|&" else "")
        self.pipeline.stages.append(Stage(text, source, words, self.redirects))
        self.pieces, self.redirects = [], []

    def _end_pipeline(self, end: int, operator: str) -> None:
        """A pipeline is whole; only behind ; and & may there be nothing."""
        if self.pieces or self.redirects or self.pipeline.stages or self.pipeline.negated:
            self._end_stage(end, operator)
            self.pipelines.append(self.pipeline)
        elif operator or self.pipeline.connector in ("&&", "||"):
            raise SyntaxFailed(f"syntax error near unexpected token `{operator or 'newline'}'")
        self.pipeline = Pipeline()


def _refuse_expansion(word: str) -> None:
    found = _EXPANSION.search(_QUOTED.sub("", word))
    if found:
        raise SyntaxFailed(f"syntax error: {word}: there are no variables and no substitution here")
