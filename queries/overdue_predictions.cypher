// title:   Predictions whose horizon has passed without an outcome
// params:  on (date) the day from which one looks back, such as 2026-01-31
//          topic (words, optional) words to look for in the prediction
//          speaker (name, optional) whoever said it
// columns: due, speaker, role, polarity, certainty, horizon, prediction, outlet, published, url, statement, prediction_id
MATCH (p:Prediction)<-[:MAKES]-(s:Statement)-[:SAID_BY]->(e:Entity)
WHERE left(p.horizonEnd, size($on)) < left($on, size(p.horizonEnd))
  AND p.textKey CONTAINS $topic AND e.nameKey CONTAINS $speaker
OPTIONAL MATCH (p)-[:OF]->(q:Proposition)-[:RESOLVED_BY]->(d:Resolution)
WHERE d.outcome <> 'open'
WITH p, s, e, count(d) AS decisions
WHERE decisions = 0
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN p.horizonEnd AS due, e.name AS speaker, s.role AS role, p.polarity AS polarity, p.certainty AS certainty,
       p.horizonText AS horizon, p.text AS prediction, o.name AS outlet, a.published AS published, a.url AS url,
       s.id AS statement, p.id AS prediction_id
ORDER BY due, published, a.id, p.start, p.stop, statement, prediction_id
