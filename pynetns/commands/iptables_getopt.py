"""getopt_long(3) as iptables-save, iptables-restore and ipset use it: options anywhere, long ones by any unambiguous beginning."""


def getopt(words: list[str], short: str, long: dict[str, tuple[str, int]]) -> tuple[list[tuple[str, str]], list[str]]:
    """Options with their arguments in order, and the other words. `long` gives the letter, and 1 for a required, 2 for an optional
    argument. A mistake is the option "?" with getopt's words, and ends it."""
    found: list[tuple[str, str]] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word == "--":
            rest += words[at:]
            break
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            fitting = [name] if name in long else [known for known in long if known.startswith(name)]
            if len({long[known] for known in fitting}) != 1:
                what = "unrecognized option" if not fitting else "option"
                tail = "" if not fitting else " is ambiguous; possibilities:" + "".join(f" '--{known}'" for known in fitting)
                found.append(("?", f"{what} '--{name}'{tail}" if fitting else f"{what} '{word}'"))
                break
            letter, takes = long[fitting[0]]
            if takes == 1 and not equals:
                if at >= len(words):
                    found.append(("?", f"option '--{fitting[0]}' requires an argument"))
                    break
                value = words[at]
                at += 1
            elif not takes and equals:
                found.append(("?", f"option '--{fitting[0]}' doesn't allow an argument"))
                break
            found.append((letter, value))
        elif word.startswith("-") and len(word) > 1:
            cluster = word[1:]
            while cluster:
                letter, cluster = cluster[0], cluster[1:]
                place = short.find(letter)
                if place < 0 or letter == ":":
                    found.append(("?", f"invalid option -- '{letter}'"))
                    return found, rest
                value = ""
                if short[place + 1:place + 2] == ":":
                    value, cluster = cluster, ""
                    if not value and short[place + 2:place + 3] != ":":
                        if at >= len(words):
                            found.append(("?", f"option requires an argument -- '{letter}'"))
                            return found, rest
                        value = words[at]
                        at += 1
                found.append((letter, value))
        else:
            rest.append(word)
    return found, rest
