// title:   Who is quoted beside whom
// params:  person (name, optional) name of one of the two
// columns: left, right, articles
MATCH (x:Entity)-[r:CO_QUOTED]->(y:Entity)
WHERE x.nameKey CONTAINS $person OR y.nameKey CONTAINS $person
WITH r.articles AS articles,
     CASE WHEN x.name <= y.name THEN x.name ELSE y.name END AS left,
     CASE WHEN x.name <= y.name THEN y.name ELSE x.name END AS right
RETURN left, right, articles
ORDER BY articles DESC, left, right
