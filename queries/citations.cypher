// title:   Which source cites which: words reported inside its words, or taken from it as a medium
// params:  speaker (name, optional) whoever cites
// columns: citing, citing_kind, citing_id, way, cited, cited_id, statement
MATCH (s:Statement)-[r:WITHIN|VIA]->(through)
OPTIONAL MATCH (through)-[:SAID_BY]->(outer:Entity)
WITH s, type(r) AS edge, coalesce(outer.id, through.id) AS id
MATCH (e:Entity {id: id})
WHERE NOT e.local AND e.nameKey CONTAINS $speaker
MATCH (s)-[:SAID_BY]->(c:Entity)
WHERE NOT c.local
RETURN e.name AS citing, e.kind AS citing_kind, e.id AS citing_id,
       CASE edge WHEN 'VIA' THEN 'via' ELSE 'within' END AS way, c.name AS cited, c.id AS cited_id, s.id AS statement
ORDER BY citing, citing_id, cited, cited_id, statement, way
