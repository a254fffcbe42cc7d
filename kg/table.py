"""Rows as an answer gives them: to go through, to hand on to pandas, polars or networkx, to look at in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self, overload

from kg.errors import QueryError

if TYPE_CHECKING:
    import polars

    from kg.ask import Answer
    from kg.stores.base import Rows

Row = dict[str, Any]  #: a value for each column; None where there is none
_SHOWN = 100  #: rows in a notebook; all are there for the program
_WEB = ("https://", "http://")
_STYLE = (
    "border-collapse:collapse;font-family:'Noto Sans Arabic','Segoe UI',Tahoma,sans-serif;line-height:1.6;"
    "text-align:start"
)
_CELL = "padding:.3em .7em;border-bottom:1px solid rgba(128,128,128,.35);text-align:start;vertical-align:top"
_VALUE = f"{_CELL};unicode-bidi:plaintext;max-width:34em;overflow-wrap:anywhere"


class Table(Sequence[Row]):
    """Rows in order; each is a dictionary from column to value.

    >>> table = Table(["name", "statements"], [("رغد الصيرفي", 9), ("سهيل الدغيم", 7)])
    >>> len(table), table.columns
    (2, ('name', 'statements'))
    >>> table[0]["name"]
    'رغد الصيرفي'
    >>> [row["statements"] for row in table]
    [9, 7]
    """

    def __init__(
        self,
        columns: Iterable[str],
        rows: Iterable[Sequence[Any]],
        *,
        remarks: Iterable[str] = (),
        is_cut: bool = False,
    ) -> None:
        self.columns: tuple[str, ...] = tuple(columns)
        self.remarks: tuple[str, ...] = tuple(remarks)  #: what one should know about these rows, one line each
        self.is_cut = is_cut  #: there were more rows than asked for
        self._rows: tuple[tuple[Any, ...], ...] = tuple(map(tuple, rows))

    @classmethod
    def of(cls, rows: Rows, remarks: Iterable[str] = ()) -> Self:
        """Take over what a store answered."""
        return cls(rows.columns, rows.rows, remarks=(*remarks, *rows.notes), is_cut=rows.is_cut)

    @classmethod
    def of_answer(cls, answer: Answer) -> Self:
        """Take over the answer to an everyday question."""
        return cls.of(answer.rows, answer.remarks)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> Row | Self:
        """Give a row, or a table of some of them."""
        if isinstance(place, slice):
            return type(self)(self.columns, self._rows[place], remarks=self.remarks)
        return dict(zip(self.columns, self._rows[place], strict=True))

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            yield dict(zip(self.columns, row, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (self.columns, self._rows) == (other.columns, other._rows)

    def __hash__(self) -> int:
        return hash((self.columns, self._rows))

    def __repr__(self) -> str:
        more = ", cut off" if self.is_cut else ""
        return f"<{len(self)} row{'' if len(self) == 1 else 's'}{more}: {', '.join(self.columns)}>"

    def column(self, name: str) -> list[Any]:
        """Give the values of one column; QueryError lists the columns there are.

        >>> Table(["name", "statements"], [("رغد الصيرفي", 9), ("سهيل الدغيم", 7)]).column("statements")
        [9, 7]
        """
        if name not in self.columns:
            raise QueryError(f"no column {name!r}; there are: {', '.join(self.columns)}")
        place = self.columns.index(name)
        return [row[place] for row in self._rows]

    def to_rows(self) -> Rows:
        """Give the rows as a store answers them."""
        from kg.stores.base import Rows

        return Rows(self.columns, self._rows, self.is_cut)

    def to_dicts(self) -> list[Row]:
        """Give all rows as a list of dictionaries.

        >>> Table(["name"], [("رغد الصيرفي",)]).to_dicts()
        [{'name': 'رغد الصيرفي'}]
        """
        return list(self)

    def to_pandas(self) -> Any:
        """Give a pandas.DataFrame; ImportError tells what to install where pandas is missing."""
        return _library("pandas").DataFrame(list(self._rows), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """Give a polars.DataFrame; ImportError tells what to install where polars is missing."""
        frame: polars.DataFrame = _library("polars").DataFrame(
            list(self._rows), schema=list(self.columns), orient="row", infer_schema_length=None
        )
        return frame

    def to_networkx(self, source: str | None = None, target: str | None = None, *, directed: bool = False) -> Any:
        """Give a networkx graph with an edge for each pair of values; the other columns are attributes of the edge.

        Where several rows name a pair, the first gives the attributes, and ``rows`` tells how many there are. A row
        without one of the two is left out. source, target: columns; by default the first two.

        >>> table = Table(["left", "right", "articles"], [("رغد", "سهيل", 3), ("سهيل", "جلال", 1)])
        >>> graph = table.to_networkx()
        >>> graph.number_of_nodes(), graph.edges["رغد", "سهيل"]["articles"]
        (3, 3)
        """
        import networkx

        if len(self.columns) < 2:
            raise QueryError(f"wanted two columns to make edges of, found {', '.join(self.columns) or 'none'}")
        starts = self.column(self.columns[0] if source is None else source)
        ends = self.column(self.columns[1] if target is None else target)
        ties = (source or self.columns[0], target or self.columns[1])
        graph: Any = networkx.DiGraph() if directed else networkx.Graph()
        for start, end, row in zip(starts, ends, self, strict=True):
            if start is None or end is None:
                continue
            if graph.has_edge(start, end):
                graph.edges[start, end]["rows"] += 1
            else:
                graph.add_edge(start, end, rows=1)
                graph.edges[start, end].update(
                    {name: value for name, value in row.items() if name not in ties and value is not None}
                )
        return graph

    def _repr_html_(self) -> str:
        """Write a table for a notebook: every value in its own direction, nothing of it read as HTML."""
        head = "".join(f'<th scope="col" style="{_CELL}">{escape(name)}</th>' for name in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self._rows[:_SHOWN])
        more = len(self) - _SHOWN
        notes = [*self.remarks, *([f"{more} more rows are not shown"] if more > 0 else [])]
        foot = "".join(f'<p dir="auto" style="margin:.4em .7em;opacity:.75">{escape(line)}</p>' for line in notes)
        return f'<div><table style="{_STYLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}</div>'


def _cell(value: Any) -> str:
    text = "" if value is None else escape(str(value))
    shown = f"<bdi>{text}</bdi>" if text else ""
    if isinstance(value, str) and value.lower().startswith(_WEB):
        shown = f'<a href="{text}" rel="noreferrer noopener" target="_blank">{shown}</a>'
    return f'<td dir="auto" style="{_VALUE}">{shown}</td>'


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(f"wanted {name} to make a data frame, which is not installed: pip install {name}") from error


def table_of(columns: Sequence[str], items: Iterable[Mapping[str, Any]], **about: Any) -> Table:
    """Make a table of mappings that have the columns, and perhaps more."""
    return Table(columns, ([item[column] for column in columns] for item in items), **about)
