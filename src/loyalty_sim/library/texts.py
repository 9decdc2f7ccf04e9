"""What names, tags and notes may look like. Refused is what a shell, a file system, a spreadsheet or a browser could take
for more than text; a name that is refused when written is refused when read, since a database can be edited."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

from loyalty_sim.library.errors import RefusedError
from loyalty_sim.scenario.fields import PROSE
from loyalty_sim.scenario.problems import show

LONGEST_NAME = 120
LONGEST_NOTE = 5_000
LONGEST_TAG = 40
MOST_TAGS = 20
LONGEST_REFERENCE = 200

SPECIAL = "/\\<>@"
"""Characters that no name holds; @ stands before a version."""
FORMULA = "=+-'"
"""What no name begins with: a spreadsheet would compute it."""
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that cannot be seen, or that turn the text around them."""


def clean_name(text: str, what: str = "name", longest: int = LONGEST_NAME) -> str:
    """The text as a name: composed characters, no space around.

    Raises:
        RefusedError: it is not one.
    """
    name = re.sub(" +", " ", unicodedata.normalize("NFC", text).strip())
    if not name:
        raise RefusedError(f"the {what} is empty; give one such as Expiry of 18 months")
    if len(name) > longest:
        raise RefusedError(f"the {what} has {len(name):,} characters; at most {longest} are allowed")
    if any(unicodedata.category(letter) in INVISIBLE for letter in name):
        raise RefusedError(f'the {what} "{show(name)}" holds a control or invisible character; write it on one line')
    found = [letter for letter in SPECIAL if letter in name]
    if found:
        raise RefusedError(f'the {what} "{show(name)}" holds {found[0]}; not allowed are {" ".join(SPECIAL)}')
    if name[0] in FORMULA:
        raise RefusedError(
            f'the {what} "{show(name)}" begins with {name[0]}, as a formula does; begin with a letter or a digit'
        )
    return name


def clean_label(text: str, what: str, longest: int = LONGEST_NAME) -> str:
    """A text under the rules of a name that may be empty: an author."""
    return clean_name(text, what, longest) if text.strip() else ""


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without repetition, in the order given.

    Raises:
        RefusedError: one is not allowed, or there are too many.
    """
    if isinstance(tags, str):
        raise RefusedError("tags are a list of texts, not one text")
    found: dict[str, str] = {}
    for tag in tags:
        clean = clean_name(tag, "tag", LONGEST_TAG)
        if "," in clean:
            raise RefusedError(f'the tag "{clean}" holds a comma; give two tags')
        found.setdefault(key_of(clean), clean)
    if len(found) > MOST_TAGS:
        raise RefusedError(f"there are {len(found)} tags; at most {MOST_TAGS} are allowed")
    return tuple(found.values())


def clean_note(text: str) -> str:
    """Prose of any number of lines.

    Raises:
        RefusedError: it is too long or holds control characters.
    """
    note = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if len(note) > LONGEST_NOTE:
        raise RefusedError(f"the note has {len(note):,} characters; at most {LONGEST_NOTE:,} are allowed")
    if not re.fullmatch(PROSE, note) or any(unicodedata.category(letter) == "Cs" for letter in note):
        raise RefusedError("the note holds a control character; only line breaks and tabs are allowed")
    return note


def key_of(name: str) -> str:
    """What two names have in common that differ only in capitals or in how their characters are encoded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _checked(text: str) -> str:
    try:
        if clean_name(text) == text:
            return text
    except RefusedError as refused:
        raise ValueError(str(refused)) from refused
    raise ValueError("is not in the form in which names are saved")


Name = Annotated[str, AfterValidator(_checked)]
"""A name as saved."""
