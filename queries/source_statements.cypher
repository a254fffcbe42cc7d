// title:   What sources that are known beyond one article said, each with the article
// params:  outlet (name, optional) where it was published
//          since (date, optional) first date of publication, such as 2025-11
//          until (date, optional) last date of publication, inclusive
// columns: source, name, kind, role, text, article, title, url, outlet, published, statement
MATCH (e:Entity)<-[:SAID_BY]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
WHERE NOT e.local
  AND coalesce(a.published, '') >= $since
  AND ($until = '' OR left(coalesce(a.published, '~'), size($until)) <= $until)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
WITH e, s, a, o
WHERE $outlet = '' OR coalesce(o.nameKey, '') CONTAINS $outlet
RETURN e.id AS source, e.name AS name, e.kind AS kind, s.role AS role, s.text AS text, a.id AS article,
       a.title AS title, a.url AS url, o.name AS outlet, a.published AS published, s.id AS statement
ORDER BY article, s.start, s.stop, statement
