// title:   Whom a name can mean
// params:  name (name) a name or part of one
// columns: name, kind, statements, articles, local, id
MATCH (e:Entity)
WHERE e.nameKey CONTAINS $name
OPTIONAL MATCH (e)<-[:SAID_BY]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
RETURN e.name AS name, e.kind AS kind, count(DISTINCT s.id) AS statements, count(DISTINCT a.id) AS articles,
       e.local AS local, e.id AS id
ORDER BY local, statements DESC, name, kind, id
