"""The SPARQL 1.1 Protocol, as clients have it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.graphs import make_ledger
from tests.web.server import ENVIRON, KG, Server, serving

LIMIT, TIMEOUT_S = 500, 4.0
KG_NS, SCHEMA = "https://w3id.org/qawl/ns#", "https://schema.org/"
PREFIXES = f"PREFIX kg: <{KG_NS}> PREFIX schema: <{SCHEMA}>"
NAMES = f"{PREFIXES} SELECT ?name WHERE {{ ?e a kg:Entity ; schema:name ?name }} ORDER BY ?name"
SPEAKER = f'{PREFIXES} SELECT ?speaker WHERE {{ ?s kg:saidBy/schema:name ?speaker FILTER(?speaker = "سامر قربي") }}'
TRIPLES = f"{PREFIXES} CONSTRUCT {{ ?s schema:name ?n }} WHERE {{ ?s schema:name ?n }}"
MANY = "SELECT ?a ?b WHERE { ?a ?p ?o . ?b ?q ?r }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?c) != STR(?f) && ?i != ?l) }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    db = make_ledger(tmp_path_factory.mktemp("served") / "kg.db")
    with serving(db, "--limit", str(LIMIT), "--timeout", str(TIMEOUT_S), "--at-once", "2") as found:
        yield found


def test_a_query_by_get_and_by_both_kinds_of_post_gives_the_same_rows(server: Server) -> None:
    by_get = server.ask(SPEAKER)
    by_form = server.request("POST", "/sparql", urlencode({"query": SPEAKER}).encode(), FORM)
    directly = server.request("POST", "/sparql", SPEAKER.encode(), DIRECT)
    assert by_get.status == by_form.status == directly.status == 200
    assert by_get.rows == by_form.rows == directly.rows == [{"speaker": "سامر قربي"}] * 2


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("text/turtle, text/*;q=0.5", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/json"),
    ],
)
def test_rows_come_in_the_format_that_is_accepted(server: Server, accept: str | None, wanted: str) -> None:
    reply = server.ask(NAMES, accept)
    assert (reply.status, reply.headers["content-type"]) == (200, wanted)
    assert "عبد الله النجار" in reply.text
    assert reply.headers["vary"] == "accept"


def test_every_format_of_rows_can_be_read_and_says_the_same(server: Server) -> None:
    names = [row["name"] for row in server.ask(NAMES).rows]
    assert names == sorted(names)
    assert len(names) > 5
    tree = ElementTree.fromstring(server.ask(NAMES, "application/sparql-results+xml").body)
    assert [literal.text for literal in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")] == names
    table = csv.reader(io.StringIO(server.ask(NAMES, "text/csv").text, newline=""))
    assert list(table) == [["name"], *([name] for name in names)]
    lines = server.ask(NAMES, "text/tab-separated-values").text.splitlines()
    assert lines == ["?name", *(f'"{name}"' for name in names)]


@pytest.mark.parametrize(
    ("accept", "wanted", "parser"),
    [
        (None, "text/turtle; charset=utf-8", "turtle"),
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples;q=0.2, application/rdf+xml;q=0.3", "application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib's reader of JSON-LD
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
def test_triples_come_in_the_format_that_is_accepted(
    server: Server, accept: str | None, wanted: str, parser: str
) -> None:
    reply = server.ask(TRIPLES, accept)
    assert (reply.status, reply.headers["content-type"]) == (200, wanted)
    found = Graph().parse(data=reply.body, format=parser)
    assert len(found) == len({row["s"] for row in server.ask("SELECT ?s { ?s <https://schema.org/name> ?n }").rows})


def test_ask_and_describe_are_answered(server: Server) -> None:
    assert json.loads(server.ask("ASK {}").body) == {"head": {}, "boolean": True}
    assert json.loads(server.ask("ASK { <a:b> <c:d> 1 }").body)["boolean"] is False
    assert "<boolean>true</boolean>" in server.ask("ASK {}", "application/sparql-results+xml").text
    (node,) = server.ask(f'SELECT ?e {{ ?e <{SCHEMA}name> "سامر قربي" }}').rows
    assert len(Graph().parse(data=server.ask(f"DESCRIBE <{node['e']}>").body, format="turtle")) > 3


def test_terms_of_every_kind_are_written_so_that_rdflib_reads_them_back(server: Server) -> None:
    query = r"""SELECT ?i ?d ?l ?s ?b ?n WHERE {
        BIND(7 AS ?i) BIND("2025-11"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> AS ?d) BIND("نعم"@ar AS ?l)
        BIND("a\t\"b\",\r\n<c> & 'd' \\ é" AS ?s) BIND(BNODE() AS ?b) }"""
    for accept in ("json", "xml"):
        store = SPARQLStore(server.sparql, returnFormat=accept)
        ((i, d, word, s, b, n),) = Graph(store).query(query)
        assert (i, word) == (Literal(7), Literal("نعم", lang="ar"))
        assert str(d) == "2025-11"
        assert str(s) == "a\t\"b\",\r\n<c> & 'd' \\ é"
        assert b.n3().startswith("_:")
        assert n is None
    header, row = csv.reader(io.StringIO(server.ask(query, "text/csv").text, newline=""))
    assert (row[header.index("s")], row[header.index("n")]) == ("a\t\"b\",\r\n<c> & 'd' \\ é", "")


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (NAMES, "text/html"),
        (NAMES, "text/turtle"),
        (TRIPLES, "text/csv"),
        (TRIPLES, "application/sparql-results+json"),
        (NAMES, "*/*;q=0"),
    ],
)
def test_what_cannot_be_given_is_406(server: Server, query: str, accept: str) -> None:
    reply = server.ask(query, accept)
    assert reply.status == 406
    assert reply.text.startswith(("no format that is accepted", "none of the formats asked for"))


def graphs_of(server: Server) -> list[str]:
    """The graphs of articles, with the most triples first."""
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY DESC(?n) ?g"
    return [row["g"] for row in server.ask(query).rows if "/ar-" in row["g"]]


def test_the_graphs_of_a_request_stand_before_those_of_the_query(server: Server) -> None:
    first, second, third, *_ = graphs_of(server)
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}".format
    by_graph = "SELECT DISTINCT ?g {} {{ GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?g".format

    def number(query: str, **graphs: list[str]) -> int:
        return int(server.ask(query, **graphs).rows[0]["n"])

    def names(query: str, **graphs: list[str]) -> list[str]:
        return [row["g"] for row in server.ask(query, **graphs).rows]

    sizes = [number(count(""), default=[graph]) for graph in (first, second)]
    assert number(count("")) > sum(sizes) > 0
    assert number(count(""), default=[first, second]) == sum(sizes)
    assert number(count(f"FROM <{first}>")) == sizes[0]
    assert number(count(f"FROM <{first}> FROM <{second}>")) == sum(sizes)
    assert number(f"PREFIX d: <{first[:-16]}> " + count(f"FROM d:{first[-16:]}")) == sizes[0]
    assert number(count(f"FROM <{first}>"), default=[second]) == sizes[1]
    assert number(count(""), named=[first]) == 0
    assert names(by_graph(""), named=[first, third]) == sorted([first, third])
    assert names(by_graph(f"FROM NAMED <{second}>")) == [second]
    assert names(by_graph(f"FROM NAMED <{second}>"), named=[third]) == [third]
    assert names(by_graph(""), default=[first]) == []
    posted = server.request("POST", f"/sparql?{urlencode({'default-graph-uri': first})}", count("").encode(), DIRECT)
    assert posted.rows == [{"n": str(sizes[0])}]
    form = urlencode([("query", count("")), ("default-graph-uri", first), ("default-graph-uri", second)])
    assert server.request("POST", "/sparql", form.encode(), FORM).rows == [{"n": str(sum(sizes))}]


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://news.example/graph", "relative"])
def test_a_graph_that_is_not_in_the_store_is_refused_and_not_fetched(server: Server, graph: str) -> None:
    for reply in (server.ask(f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}"), server.ask(NAMES, default=[graph])):
        assert reply.status in (400, 403)
        assert len(reply.text.splitlines()) == 1
    assert graph in server.ask(NAMES, named=[graph]).text


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("SELECT * { ?s ?p ?o", "line 1, column 20: the query ends"),
        ("SELCT * { ?s ?p ?o }", "line 1, column 1: found 'SELCT"),
        ("SELECT * {\n  ?s ?p ?o FILER(?o)\n}", "line 2, column 12: found 'FILER(?o)'"),
        ('# تعليق\nSELECT * { ?s ?p "نص" ؟ }', "line 2, column 23: found '؟ }'"),
        ("SELECT * { ?s foo:bar ?o }", "line 1, column 15: found 'foo:bar ?o }': Prefix not found"),
        ("SELECT * { <there> ?p ?o }", "line 1, column 12: found '<there> ?p ?o }', wanted an absolute IRI"),
        ("SELECT * { ?s ?p ?o }}", "line 1, column 22: found '}'"),
        ("", "line 1, column 1: the query ends"),
    ],
)
def test_a_syntax_error_is_400_with_its_place_on_one_line(server: Server, query: str, position: str) -> None:
    for reply in (server.ask(query), server.request("POST", "/sparql", query.encode(), DIRECT)):
        assert reply.status == 400
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert reply.text.startswith(f"syntax error at {position}")
        assert len(reply.text.splitlines()) == 1


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status", "told"),
    [
        ("GET", "/sparql?default-graph-uri=a%3Ab", None, {}, 400, "wanted one parameter 'query', found none"),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, "wanted one parameter 'query', found 2"),
        ("GET", "/sparql?query=ASK%7B%7D%FF", None, {}, 400, "the parameters are not UTF-8"),
        ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 403, "SPARQL updates are refused"),
        ("POST", "/sparql", b"", FORM, 400, "wanted one parameter 'query', found none"),
        ("POST", "/sparql", b"update=CLEAR+ALL", FORM, 403, "SPARQL updates are refused"),
        ("POST", "/sparql?query=ASK%7B%7D", b"query=ASK%7B%7D", FORM, 400, "wanted one parameter 'query', found 2"),
        ("POST", "/sparql?query=ASK%7B%7D", b"ASK {}", DIRECT, 400, "wanted one parameter 'query', found 2"),
        ("POST", "/sparql", b"ASK {} # \xff", DIRECT, 400, "byte 9 of the query is not UTF-8"),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415, "found text/plain"),
        ("POST", "/sparql", b"ASK {}", {}, 415, "found none"),
        ("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403, "updates are refused"),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "application/sparql-query; charset=cp1256"}, 415, "cp1256"),
        ("POST", "/sparql", b"#" * 100_001, DIRECT, 413, "longer than 100000 bytes"),
        ("POST", "/sparql", b"query=" + b"a" * 100_001, FORM, 413, "longer than 100000 bytes"),
        ("POST", "/sparql", b"query=" + b"%23" * 200_000, FORM, 413, "longer than 400000 bytes"),
        ("GET", f"/sparql?query={'a' * 400_001}", None, {}, 414, "longer than 400000 bytes"),
        ("PUT", "/sparql", b"ASK {}", DIRECT, 405, "Method Not Allowed"),
        ("DELETE", "/sparql", None, {}, 405, "Method Not Allowed"),
        ("OPTIONS", "/sparql", None, {}, 405, "Method Not Allowed"),
        ("GET", "/nothing", None, {}, 404, "Not Found"),
    ],
)  # fmt: skip
def test_what_the_protocol_does_not_allow_is_told_on_one_line(
    server: Server, method: str, target: str, body: bytes | None, headers: dict[str, str], status: int, told: str
) -> None:
    reply = server.request(method, target, body, headers)
    assert reply.status == status
    assert told in reply.text
    assert len(reply.text.splitlines()) == 1


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "PREFIX x: <y:z> DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "select * { ?a ?b ?c . service silent ?a { ?s ?p ?o } }",
        "SELECT * { {}SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    ],
)
def test_changes_and_other_services_are_refused(server: Server, query: str) -> None:
    before = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    reply = server.ask(query)
    assert reply.status == 403
    assert "refused" in reply.text
    assert server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == before


def test_the_word_service_is_no_service(server: Server) -> None:
    query = """PREFIX service: <https://service.example/SERVICE#>
        # SERVICE <http://127.0.0.1:9/> { }
        SELECT ?service ?x { BIND("SERVICE <a:b> { LOAD" AS ?service) OPTIONAL { ?x service:SERVICE <a:SERVICE> } }"""
    assert server.ask(query).rows == [{"service": "SERVICE <a:b> { LOAD"}]


def test_an_endless_query_is_stopped_and_the_server_goes_on(server: Server) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(server.ask, ENDLESS) for _ in range(2)]
        time.sleep(0.5)
        refused = server.ask("ASK {}")
        replies = [reply.result() for reply in waiting]
    assert TIMEOUT_S <= time.monotonic() - started < TIMEOUT_S + 10
    assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    for reply in replies:
        assert reply.status == 503
        assert reply.text == "the query took more than 4 s and was stopped; ask for less\n"
        assert "retry-after" not in reply.headers
    assert server.ask("ASK {}").status == 200


def test_two_queries_are_answered_at_once(server: Server) -> None:
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(server.ask, ENDLESS)
        time.sleep(0.3)
        assert server.ask(SPEAKER).rows
        assert not slow.done()
        assert slow.result().status == 503


def test_a_large_answer_is_cut_at_the_limit_and_says_so(server: Server) -> None:
    reply = server.ask(MANY)
    assert (reply.headers["x-qawl-row-limit"], reply.headers["x-qawl-truncated"]) == (str(LIMIT), "true")
    assert len(reply.rows) == LIMIT
    assert server.ask(MANY + f" LIMIT {LIMIT}").headers["x-qawl-truncated"] == "false"
    for accept in ("application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
        assert len(Graph(SPARQLStore(server.sparql)).query(MANY)) == LIMIT
        assert server.ask(MANY, accept).headers["x-qawl-truncated"] == "true"
    triples = server.ask("CONSTRUCT { ?a ?q ?b } WHERE { ?a ?p ?o . ?b ?q ?r }", "application/n-triples")
    assert triples.headers["x-qawl-truncated"] == "true"
    assert len(triples.text.splitlines()) == LIMIT


def test_a_query_that_is_nested_too_deeply_costs_only_itself(server: Server) -> None:
    reply = server.request("POST", "/sparql", f"SELECT * {{ FILTER{'(' * 30_000}1{')' * 30_000} }}".encode(), DIRECT)
    assert (reply.status, reply.text.split(":")[0]) == (500, "the query process ran out of stack")
    assert server.ask("ASK {}").status == 200


def test_a_client_that_goes_frees_its_process(tmp_path: Path) -> None:
    with serving(make_ledger(tmp_path / "kg.db"), "--timeout", "60", "--at-once", "1") as server:
        with socket.create_connection((server.host, server.port)) as client:
            client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(1)
        assert [reply for reply in (server.ask("ASK {}") for _ in range(5)) if reply.status == 200]


def test_without_a_query_the_service_describes_itself(server: Server) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for accept, parser in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*", "turtle")):
        reply = server.request("GET", "/sparql", headers={"Accept": accept})
        assert reply.status == 200
        found = Graph().parse(data=reply.body, format=parser)
        (service,) = found.subjects(URIRef(f"{sd}endpoint"), URIRef(server.sparql))
        assert (service, URIRef(f"{sd}supportedLanguage"), URIRef(f"{sd}SPARQL11Query")) in found
        assert (service, URIRef(f"{sd}feature"), URIRef(f"{sd}UnionDefaultGraph")) in found
        formats = {
            str(it).removeprefix("http://www.w3.org/ns/formats/")
            for it in found.objects(service, URIRef(f"{sd}resultFormat"))
        }
        assert {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "JSON-LD"} <= formats
    assert server.request("GET", "/sparql", headers={"Accept": "image/png"}).status == 406
    head = server.request("HEAD", "/sparql")
    assert (head.status, head.body) == (200, b"")


def test_a_page_says_what_is_here_in_both_languages(server: Server) -> None:
    reply = server.request("GET", "/endpoint")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="ar" dir="rtl">' in reply.text
    assert 'lang="en" dir="ltr"' in reply.text
    assert reply.text.count(server.sparql) >= 3
    assert f"<bdi>{LIMIT}</bdi>" in reply.text
    assert "<script" not in reply.text
    assert "$" not in reply.text
    assert "style-src 'sha256-" in reply.headers["content-security-policy"]
    assert server.request("GET", "/health").text == "ok\n"


def test_the_example_on_the_page_is_answered(server: Server) -> None:
    command = re.search("<code>(curl .*?)</code>", server.request("GET", "/endpoint").text, re.DOTALL)
    assert command is not None
    first, *query, last = html.unescape(command[1]).splitlines()
    assert (first.endswith(f"{server.sparql} <<'END'"), last) == (True, "END")
    assert {row["speaker"] for row in server.ask("\n".join(query)).rows} >= {"عبد الله النجار", "سامر قربي"}


@pytest.mark.parametrize(
    "path", ["/", "/endpoint", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=nothing", "/nothing"]
)
def test_every_answer_has_strict_headers_and_lets_no_other_site_read_it(server: Server, path: str) -> None:
    headers = server.request("GET", path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert not [name for name in headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", ["news.example", "127.0.0.1.news.example", "127.0.0.1@news.example", "[", ""])
def test_a_foreign_host_is_refused(server: Server, host: str) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D"):
        reply = server.request("GET", path, headers={"Host": host})
        assert reply.status == 400
        assert reply.headers["x-content-type-options"] == "nosniff"


def test_names_of_this_machine_are_let_in_and_pages_of_others_are_not(server: Server) -> None:
    for host in (f"localhost:{server.port}", "127.0.0.1", "LOCALHOST", "[::1]:80"):
        assert server.request("GET", "/health", headers={"Host": host}).status == 200
    assert server.request("GET", "/health", headers={"Origin": server.url}).status == 200
    for origin in ("https://news.example", "null"):
        assert server.request("GET", "/health", headers={"Origin": origin}).status == 403


def test_rdflib_reads_it_as_a_store(server: Server) -> None:
    graph = Graph(SPARQLStore(server.sparql))
    name = URIRef(f"{SCHEMA}name")
    query = f"SELECT ?statement ?name {{ ?statement <{KG_NS}saidBy>/<{SCHEMA}name> ?name }}"
    rows = list(graph.query(query, initBindings={Variable("name"): Literal("سامر قربي")}))
    assert len(rows) == 2
    (entity,) = graph.subjects(name, Literal("سامر قربي"))
    assert (entity, name, Literal("سامر قربي")) in graph
    assert len(list(graph.triples((None, name, None)))) == len(server.ask(f"SELECT * {{ ?s <{SCHEMA}name> ?n }}").rows)
    made = graph.query(TRIPLES).graph
    assert made is not None
    assert (entity, name, Literal("سامر قربي")) in made
    posting = Graph(SPARQLStore(server.sparql, method="POST_FORM"))
    assert posting.query("ASK {}").askAnswer is True


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_reads_it(server: Server) -> None:
    def curl(*arguments: str) -> str:
        command = ["curl", "--silent", "--show-error", "--fail-with-body", "--noproxy", "*", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert json.loads(curl("-G", "--data-urlencode", f"query={SPEAKER}", server.sparql))["head"] == {
        "vars": ["speaker"]
    }
    assert (
        curl("-H", "Accept: text/csv", "--data-urlencode", f"query={SPEAKER}", server.sparql)
        == "speaker\n" + "سامر قربي\n" * 2
    )
    assert "sd:Service" in curl(server.sparql)


def test_what_is_added_beside_the_server_shows_up(tmp_path: Path) -> None:
    db = make_ledger(tmp_path / "kg.db")
    article = {
        "id": "n1",
        "url": "https://difaf.example/9",
        "text": 'قال الوزير سالم الراوي: "العمل مستمر في المشروع".',
    }
    (tmp_path / "new.jsonl").write_text(json.dumps(article), encoding="utf-8")
    query = f'ASK {{ ?s <{KG_NS}saidBy>/<{SCHEMA}name> "سالم الراوي" }}'
    with serving(db) as server:
        assert json.loads(server.ask(query).body)["boolean"] is False
        statuses: list[int] = []
        is_done = threading.Event()

        def keep_asking() -> None:
            while not is_done.is_set():
                statuses.append(server.ask(SPEAKER).status)

        asking = threading.Thread(target=keep_asking)
        asking.start()
        added = subprocess.run(
            [*KG, "add", "--db", str(db), str(tmp_path / "new.jsonl")], capture_output=True, text=True, env=ENVIRON
        )
        is_done.set()
        asking.join()
        assert (added.returncode, added.stderr) == (0, "")
        assert set(statuses) == {200}
        deadline = time.monotonic() + 10
        while not json.loads(server.ask(query).body)["boolean"]:
            assert time.monotonic() < deadline, "the new statement is not served"
            time.sleep(0.2)
        assert len(list((tmp_path / "kg.db.d").glob("serve-*/[0-9]*"))) == 1
    assert not list((tmp_path / "kg.db.d").glob("serve-*"))
