// title:   How much each outlet takes from which kind of source, and how it names them
// params:  outlet (name, optional) name of the outlet
// columns: outlet, kind, naming, statements, articles
MATCH (o:Entity)<-[:PUBLISHED_BY]-(a:Article)<-[:IN_ARTICLE]-(s:Statement)-[:SAID_BY]->(e:Entity)
WHERE o.nameKey CONTAINS $outlet
RETURN o.name AS outlet, e.kind AS kind, s.naming AS naming, count(DISTINCT s.id) AS statements,
       count(DISTINCT a.id) AS articles
ORDER BY outlet, statements DESC, kind, naming
