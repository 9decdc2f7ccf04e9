"""Bringing a lever into view: what was asked for is scrolled to once, after the page has been drawn."""

from __future__ import annotations

import json

import streamlit as st

AIM, TIMES = "aim", "aim.times"
SCROLL = """<script>
/* %d */
document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
setTimeout(() => {
  const found = %s.map(name => document.querySelector(".st-key-" + CSS.escape(name))).find(Boolean);
  if (!found) return;
  found.scrollIntoView({block: "center", behavior: "smooth"});
  found.animate([{outline: "2px solid currentColor", outlineOffset: "4px"}, {outline: "2px solid transparent"}], 2400);
  found.querySelector("input, button, [role=combobox]")?.focus({preventScroll: true});
}, 300);
</script>"""
"""The count makes each request one of its own. A sidebar that is folded away is opened first."""


def aim(*keys: str) -> None:
    """Callback: when the page is next drawn, scroll to the first of these keyed containers that is there."""
    st.session_state[AIM] = keys


def aimed() -> bool:
    """Whether something is to be brought into view."""
    return bool(st.session_state.get(AIM))


def scroll() -> None:
    """Do what was asked for, once."""
    keys = st.session_state.pop(AIM, None)
    if keys:
        st.session_state[TIMES] = st.session_state.get(TIMES, 0) + 1
        names = json.dumps([key.replace(".", "-") for key in keys])
        st.html(SCROLL % (st.session_state[TIMES], names), unsafe_allow_javascript=True)
