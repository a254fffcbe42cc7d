// title:   Predictions that contradict each other: of the same proposition, one positive, one negative
// params:  topic (words, optional) words to look for in either prediction
//          speaker (name, optional) whoever said one of the two
// columns: proposition, positive_by, positive, positive_published, positive_statement,
//          negative_by, negative, negative_published, negative_statement, proposition_id
MATCH (p:Prediction)-[:OF]->(q:Proposition)<-[:OF]-(n:Prediction)
WHERE p.polarity = 'positive' AND n.polarity = 'negative' AND (p.textKey CONTAINS $topic OR n.textKey CONTAINS $topic)
MATCH (p)<-[:MAKES]-(s:Statement)-[:SAID_BY]->(e:Entity)
MATCH (n)<-[:MAKES]-(t:Statement)-[:SAID_BY]->(f:Entity)
WHERE e.nameKey CONTAINS $speaker OR f.nameKey CONTAINS $speaker
MATCH (s)-[:IN_ARTICLE]->(a:Article)
MATCH (t)-[:IN_ARTICLE]->(b:Article)
RETURN q.text AS proposition, e.name AS positive_by, p.text AS positive, a.published AS positive_published,
       s.id AS positive_statement, f.name AS negative_by, n.text AS negative, b.published AS negative_published,
       t.id AS negative_statement, q.id AS proposition_id
ORDER BY proposition, proposition_id, positive_published, positive_statement, p.id, negative_published, negative_statement,
         n.id
