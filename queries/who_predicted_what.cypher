// title:   Who predicted what
// params:  topic (words, optional) words to look for in the prediction, with or without ال and particles
//          speaker (name, optional) whoever said it
//          outlet (name, optional) where it was published
//          polarity (string, optional) positive or negative
//          hedged (string, optional) yes: only what is not put as certain
//          since (date, optional) first date of publication, such as 2025-11
//          until (date, optional) last date of publication, inclusive
// columns: speaker, role, polarity, certainty, horizon, prediction, sentence, outlet, published, url, statement, prediction_id
MATCH (p:Prediction)<-[:MAKES]-(s:Statement)-[:SAID_BY]->(e:Entity)
WHERE p.textKey CONTAINS $topic AND e.nameKey CONTAINS $speaker
  AND ($polarity = '' OR p.polarity = $polarity)
  AND ($hedged = '' OR p.certainty <> 'certain')
MATCH (s)-[:IN_ARTICLE]->(a:Article)
WHERE coalesce(a.published, '') >= $since
  AND ($until = '' OR left(coalesce(a.published, '~'), size($until)) <= $until)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
WITH p, s, e, a, o
WHERE $outlet = '' OR coalesce(o.nameKey, '') CONTAINS $outlet
RETURN e.name AS speaker, s.role AS role, p.polarity AS polarity, p.certainty AS certainty, p.horizonText AS horizon,
       p.text AS prediction, s.sentence AS sentence, o.name AS outlet, a.published AS published, a.url AS url,
       s.id AS statement, p.id AS prediction_id
ORDER BY published, a.id, p.start, p.stop, statement, prediction_id
