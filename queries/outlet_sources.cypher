// title:   Which sources an outlet relies on
// params:  outlet (string) identifier of the outlet's entity, as the query outlets gives it
//          naming (string, optional) only statements whose source is so named: named, role, anonymous, implied
// columns: name, kind, naming, statements, articles
MATCH (o:Entity {id: $outlet})<-[:PUBLISHED_BY]-(a:Article)<-[:IN_ARTICLE]-(s:Statement)-[:SAID_BY]->(e:Entity)
WHERE $naming = '' OR s.naming = $naming
RETURN e.name AS name, e.kind AS kind, s.naming AS naming, count(DISTINCT s.id) AS statements, count(DISTINCT a.id) AS articles
ORDER BY statements DESC, articles DESC, name, kind, naming
