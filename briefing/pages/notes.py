"""People's Markdown -> HTML that shows it and does nothing else.

What a person wrote as HTML is shown as it was typed.  What Markdown makes of the rest is cleaned by nh3:
no pictures, no styles, no scripts, links to the web and to mail addresses alone.
"""

from __future__ import annotations

import markdown
import nh3
from markupsafe import Markup

from briefing import hidden
from briefing.pages.addresses import SCHEMES

TAGS = frozenset(
    (
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "ul",
    )
)


def notes(text: str) -> Markup:
    """Return a reviewer's Markdown as HTML; headings below the page's own keep their words alone."""
    made = markdown.markdown(str(Markup.escape(hidden.signed(text))))
    clean = nh3.clean(
        made,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel="noopener",
    )
    return Markup(clean)  # noqa: S704 (cleaned)
