// title:   Persons on whom several outlets rely
// params:  outlet (name, optional) only those on whom this outlet relies
// columns: person, outlets, outlet, statements, articles
MATCH (o:Entity)-[:RELIES_ON]->(e:Entity)
WHERE e.kind = 'person' AND NOT e.local
WITH e, count(DISTINCT o.id) AS outlets
WHERE outlets > 1
MATCH (chosen:Entity)-[:RELIES_ON]->(e)
WHERE chosen.nameKey CONTAINS $outlet
WITH DISTINCT e, outlets
MATCH (o:Entity)-[r:RELIES_ON]->(e)
RETURN e.name AS person, outlets, o.name AS outlet, r.statements AS statements, r.articles AS articles
ORDER BY outlets DESC, person, statements DESC, outlet
