"""The colours of groups in pictures of a network: told apart by most eyes, on light and on dark ground."""

GROUPS = (
    "#2f7ebc",
    "#d9762b",
    "#3f9a58",
    "#b5508f",
    "#8a6fc9",
    "#b08d1c",
    "#1f9a9a",
    "#c94f4f",
    "#7d8f36",
    "#5b7fa6",
)
ALONE = "#8d877d"  #: of a source without ties


def of_group(community: int, links: int) -> str:
    """Give the colour of a source; after the tenth group they come again."""
    return GROUPS[community % len(GROUPS)] if links else ALONE
