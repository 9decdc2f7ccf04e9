"""Sharing: the whole address with a button that copies it, and a place for an address that was sent."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from loyalty_sim.ui import state
from loyalty_sim.ui.link import LONGEST_TEXT, encode
from loyalty_sim.ui.work import Work

LONG = 2_000
"""Characters beyond which some programs cut an address."""
HERE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})
"""Names by which a computer calls itself."""
OPEN = "sharing"
"""Whether the dialog is open."""
COPY = """
export default function({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data);
    } catch (refused) {  /* a page that is not served safely may not use the clipboard in that way */
      const field = document.createElement("textarea");
      field.value = data;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy the address"; }, 2000);
  };
}
"""
STYLE = """
button { font: inherit; cursor: pointer; padding: .4rem .9rem; color: #fff; background: var(--st-primary-color);
  border: 1px solid transparent; border-radius: var(--st-button-radius); }
button:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: 2px; }
"""


def address(work: Work) -> str:
    """The address of this page that opens the work; a link that is still to be mended is no part of it."""
    return f"{st.context.url or ''}?s={encode(work)}"


def remarks(link: str) -> list[str]:
    """What to know before sending an address."""
    found = []
    if urlsplit(link).hostname in HERE:
        found.append(
            "It begins with the name that this computer has for itself, so that it opens here only. For somebody else put "
            "the address of their own page in front of the question mark, or send the scenario file (Files)."
        )
    if len(link) > LONG:
        found.append(
            f"It has {len(link):,} characters. Some programs cut addresses after about {LONG:,}, and a link that is cut "
            "does not open: try it, or send the scenario file (Files)."
        )
    return found


def draw(work: Work) -> None:
    """The button, and the dialog for as long as it is open: a refined run that comes in meanwhile does not close it."""
    st.button(
        "Share", key="share", icon=":material/share:", on_click=_shown, args=(True,),
        help="The address that opens exactly this",
    )  # fmt: skip
    if st.session_state.get(OPEN):
        _dialog(work)


def _shown(shown: bool = False) -> None:
    st.session_state[OPEN] = shown


@st.dialog("Share", on_dismiss=_shown)
def _dialog(work: Work) -> None:
    """The address, what to know about it, and a field for one that was sent."""
    link = address(work)
    st.markdown("This address holds the whole scenario and what it is compared with; nothing is stored anywhere.")
    st.components.v2.component("copy", html="<button>Copy the address</button>", css=STYLE, js=COPY)(data=link, key="copy")
    st.code(link, language=None, wrap_lines=True, height=120)
    for remark in remarks(link):
        st.caption(f":material/info: {remark}")
    st.text_input("Open a link that you were sent", key="link", max_chars=LONGEST_TEXT, placeholder="Paste the address")
    if st.button("Open", key="link.open", disabled=not st.session_state.get("link"), on_click=_open):
        st.rerun()  # which closes this and draws what was opened


def _open() -> None:
    _shown(False)
    state.open_link(st.session_state["link"])
