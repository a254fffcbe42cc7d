"""How a command logs in to a Neo4j: where it is and who asks; the password never stands on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kg.cli.output import say
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore

PASSWORD = "KG_NEO4J_PASSWORD"
user_option = click.option("--user", default="neo4j", show_default=True, help="Who logs in to Neo4j.")
database_option = click.option("--database", metavar="NAME", help="Of Neo4j.  [default: the user's own]")


def uri_option(default: str | None, help: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Make the option for the address, which stands for a default or turns Neo4j on."""
    return click.option("--uri", metavar="URI", default=default, show_default=default is not None, help=help)


def connected(uri: str, user: str, database: str | None) -> Neo4jStore:
    """Log in, with the password of the environment or of a prompt that does not show it."""
    from kg.stores.neo4j import Neo4jStore

    return Neo4jStore.connect(uri, user, _password(uri, user), database, notify=say)


def _password(uri: str, user: str) -> str:
    password = os.environ.get(PASSWORD)
    if password is not None:
        return password
    if not sys.stdin.isatty():
        raise StoreError(f"{uri}: wanted the password of {user} in {PASSWORD}, or a terminal to ask for it")
    asked: str = click.prompt(f"Password of {user} at {uri}", hide_input=True, default="", show_default=False, err=True)
    return asked
