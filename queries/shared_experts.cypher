// title:   Persons on whom several outlets rely
// params:  outlet (name, optional) only those on whom this outlet relies
// columns: person, outlets, outlet, statements, articles, id
MATCH (chosen:Entity)
WHERE chosen.nameKey CONTAINS $outlet
MATCH (chosen)-[:RELIES_ON]->(e:Entity)
WHERE e.kind = 'person' AND NOT e.local
WITH DISTINCT e
MATCH (e)<-[:RELIES_ON]-(o:Entity)
WITH e, count(o) AS outlets
WHERE outlets > 1
MATCH (e)<-[r:RELIES_ON]-(o:Entity)
RETURN e.name AS person, outlets, o.name AS outlet, r.statements AS statements, r.articles AS articles, e.id AS id
ORDER BY outlets DESC, person, statements DESC, outlet
