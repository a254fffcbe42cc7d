// title:   Under which categories of roles sources are described
// params:  category (string, optional) only this one or one below it, such as expert
// columns: name, category, descriptions, id
MATCH (above:Role)<-[:IN_CATEGORY]-(d:Description)-[:DESCRIBES]->(e:Entity)
WHERE NOT e.local AND ($category = '' OR above.id = $category)
MATCH (d)-[:HAS_ROLE]->(r:Role)
RETURN e.name AS name, r.id AS category, count(DISTINCT d.id) AS descriptions, e.id AS id
ORDER BY name, id, descriptions DESC, category
