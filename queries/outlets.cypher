// title:   The outlets and how much of each is there
// params:  outlet (name, optional) name of the outlet
// columns: name, articles, statements, id
MATCH (o:Entity)<-[:PUBLISHED_BY]-(a:Article)
WHERE o.nameKey CONTAINS $outlet
OPTIONAL MATCH (a)<-[:IN_ARTICLE]-(s:Statement)
RETURN o.name AS name, count(DISTINCT a.id) AS articles, count(DISTINCT s.id) AS statements, o.id AS id
ORDER BY statements DESC, articles DESC, name, id
