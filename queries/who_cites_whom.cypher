// title:   Who cites whom: words reported inside the words of another
// params:  speaker (name, optional) whoever cites
// columns: speaker, cited, text, outlet, published, statement
MATCH (inner:Statement)-[:WITHIN]->(outer:Statement)-[:SAID_BY]->(e:Entity)
WHERE e.nameKey CONTAINS $speaker
MATCH (inner)-[:SAID_BY]->(cited:Entity)
MATCH (inner)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN e.name AS speaker, cited.name AS cited, inner.text AS text, o.name AS outlet, a.published AS published,
       inner.id AS statement
ORDER BY speaker, cited, published, statement
