// title:   Who cites whom: words reported inside the words of another, or taken from another medium
// params:  speaker (name, optional) whoever cites
// columns: speaker, way, cited, text, outlet, published, statement
MATCH (e:Entity)
WHERE e.nameKey CONTAINS $speaker
MATCH (e)<-[r:VIA|SAID_BY]-(x:Statement)
OPTIONAL MATCH (x)<-[:WITHIN]-(inner:Statement)
WITH DISTINCT e, CASE type(r) WHEN 'VIA' THEN 'via' ELSE 'within' END AS way,
     CASE type(r) WHEN 'VIA' THEN x ELSE inner END AS s
WHERE s IS NOT NULL
MATCH (s)-[:SAID_BY]->(cited:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN e.name AS speaker, way, cited.name AS cited, s.text AS text, o.name AS outlet, a.published AS published,
       s.id AS statement
ORDER BY speaker, cited, published, statement, way
