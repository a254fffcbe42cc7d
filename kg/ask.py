"""The everyday questions, asked of any store: who predicted what, what an outlet relies on, who somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.catalog import query
from kg.errors import QueryError
from kg.search import name_key, topic_key
from kg.stores.base import Rows, Store

_SUGGESTIONS = 5
SOURCE_COLUMNS = ("name", "kind", "naming", "statements", "share", "articles")
WHO_COLUMNS = ("what", "published", "outlet", "role", "text", "polarity", "certainty", "horizon", "statement")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, and what the reader should know about them (one line each)."""

    rows: Rows
    remarks: tuple[str, ...] = ()


def ask(store: Store, name: str, limit: int | None = None, /, **params: str) -> Rows:
    """Ask a named query in the language of the store."""
    asked = query(name, store.dialect)
    return store.rows(asked.text, asked.bind(params), limit=limit)


def predictions(
    store: Store,
    *,
    about: str = "",
    by: str = "",
    outlet: str = "",
    since: str = "",
    until: str = "",
    is_negated: bool = False,
    is_hedged: bool = False,
    limit: int | None = None,
) -> Answer:
    """Tell who predicted what; an empty text means any. QueryError names a filter that cannot hold."""
    if about and not topic_key(about):
        raise QueryError(f"wanted words to look for, found none in {about!r}")
    for words in (by, outlet):
        if words and not name_key(words):
            raise QueryError(f"wanted a name, found none in {words!r}")
    rows = ask(
        store,
        "who_predicted_what",
        limit,
        topic=about,
        speaker=by,
        outlet=outlet,
        since=since,
        until=until,
        polarity="negative" if is_negated else "",
        hedged="yes" if is_hedged else "",
    )
    remarks = [] if rows.rows else ["no prediction matches"]
    if not rows.rows and outlet and not ask(store, "outlets", outlet=outlet).rows:
        remarks.append(_unknown_outlet(store, outlet))
    return Answer(rows, tuple(remarks))


def sources(store: Store, outlet: str, *, only_anonymous: bool = False, limit: int | None = None) -> Answer:
    """Tell on which sources an outlet relies; ``share`` is of all its statements. QueryError suggests outlets."""
    chosen = _outlet(store, outlet)
    rows = ask(store, "outlet_sources", limit, outlet=chosen["id"], naming="anonymous" if only_anonymous else "")
    total = chosen["statements"]
    found = [row | {"share": round(row["statements"] / total, 4)} for row in rows.as_dicts()]
    remarks = (f"{chosen['name']}: {chosen['articles']} articles, {total} statements",)
    return Answer(_rows(SOURCE_COLUMNS, found, rows.is_cut), remarks)


def who(store: Store, person: str, *, limit: int | None = None) -> Answer:
    """Tell how somebody is described over time, what they said and predicted; of several matches, list them.

    person: a form of the name, with or without titles before it, or an identifier.
    """
    if person.startswith("en-"):
        return Answer(_biography(store, person, limit))
    matches, asked = _matches(store, person)
    if not matches:
        raise QueryError(f"no source is named {person!r}{_close(store, person)}")
    remarks = [] if name_key(asked) == name_key(person) else [f"no source is named {person!r}; this is for {asked!r}"]
    exact = [match for match in matches if name_key(match["name"]) == name_key(asked) and not match["local"]]
    known = exact or [match for match in matches if not match["local"]] or matches
    if len(known) > 1:
        remarks.append(f"{len(known)} sources match; ask again with a fuller name or an id")
        columns = ("name", "kind", "statements", "articles", "local", "id")
        cut = known if limit is None else known[:limit]
        return Answer(_rows(columns, cut, len(cut) < len(known)), tuple(remarks))
    remarks.append("{name} ({kind}): {statements} statements in {articles} articles".format_map(known[0]))
    if short := [match for match in matches if match["local"] and match is not known[0]]:
        remarks.append(f"{len(short)} more articles name a source so without a full name; who that is stays open")
    return Answer(_biography(store, known[0]["id"], limit, known[0]["name"]), tuple(remarks))


def _biography(store: Store, entity: str, limit: int | None, name: str = "") -> Rows:
    """Roles, statements and predictions of one source, each in order of time; its name, if known, finds it sooner."""
    roles = ask(store, "roles_over_time", entity=entity, person=name).as_dicts()
    said = ask(store, "person_statements", entity=entity, person=name).as_dicts()
    own = {row["statement"] for row in said}
    name = said[0]["speaker"] if said else ""
    predicted = [row for row in ask(store, "who_predicted_what", speaker=name).as_dicts() if row["statement"] in own]
    found = [row | {"what": "role", "text": row["organization"]} for row in roles]
    found += [row | {"what": "statement"} for row in said]
    found += [row | {"what": "prediction", "text": row["prediction"]} for row in predicted]
    if not found:
        raise QueryError(f"no source has the identifier {entity!r}")
    cut = found if limit is None else found[:limit]
    return _rows(WHO_COLUMNS, cut, len(cut) < len(found))


def _matches(store: Store, person: str) -> tuple[list[dict[str, Any]], str]:
    """Find the sources of that name; words before it that nobody is called by, such as titles, are passed over."""
    words = person.split()
    for start in range(len(words)):
        rest = " ".join(words[start:])
        if name_key(rest) and (found := ask(store, "sources_named", name=rest)).rows:
            return found.as_dicts(), rest
    return [], person


def _outlet(store: Store, outlet: str) -> dict[str, Any]:
    if not name_key(outlet):
        raise QueryError(f"wanted the name of an outlet, found {outlet!r}")
    found = ask(store, "outlets", outlet=outlet).as_dicts()
    exact = [row for row in found if name_key(row["name"]) == name_key(outlet)]
    if len(chosen := exact or found) == 1:
        return chosen[0]
    if not found:
        raise QueryError(_unknown_outlet(store, outlet))
    raise QueryError(f"several outlets match {outlet!r}: {_listed([row['name'] for row in found])}")


def _unknown_outlet(store: Store, outlet: str) -> str:
    names = [row["name"] for row in ask(store, "outlets").as_dicts()]
    if not names:
        return f"no outlet {outlet!r}: no article here tells its outlet"
    close = _closest(outlet, names)
    return f"no outlet {outlet!r}; " + (f"did you mean: {_listed(close)}?" if close else f"there are: {_listed(names)}")


def _close(store: Store, person: str) -> str:
    """Suggest names; only of sources known beyond one article, for those can be asked for."""
    close = _closest(person, [row["name"] for row in ask(store, "known_sources").as_dicts()])
    return f"; did you mean: {_listed(close)}?" if close else ""


def _closest(words: str, names: Sequence[str]) -> list[str]:
    keys = {name_key(name): name for name in names}
    return [keys[key] for key in get_close_matches(name_key(words), list(keys), _SUGGESTIONS)]


def _listed(names: Sequence[str]) -> str:
    return "، ".join(names[:_SUGGESTIONS]) + (" …" if len(names) > _SUGGESTIONS else "")


def _rows(columns: tuple[str, ...], found: Sequence[dict[str, Any]], is_cut: bool = False) -> Rows:
    return Rows(columns, tuple(tuple(row.get(column) for column in columns) for row in found), is_cut)
