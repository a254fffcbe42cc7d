// title:   Who is never quoted beside a person, but beside those who are
// params:  entity (string) identifier of the person, as the query sources_named gives it
// columns: person, other, through, id
MATCH (p:Entity {id: $entity})-[:CO_QUOTED]-(m:Entity)-[:CO_QUOTED]-(x:Entity)
WHERE x.id <> p.id AND NOT (p)-[:CO_QUOTED]-(x)
RETURN p.name AS person, x.name AS other, count(DISTINCT m.id) AS through, x.id AS id
ORDER BY through DESC, other, id
