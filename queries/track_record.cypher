// title:   What a person predicted and whether it came true
// params:  person (name, optional) name of the person
//          entity (string, optional) identifier of the person, where the name means several
//          topic (words, optional) words to look for in the prediction
// columns: person, came_true, polarity, certainty, horizon, prediction, proposition, outcome, decided_on, decided_by,
//          outlet, published, statement, prediction_id
MATCH (e:Entity)
WHERE e.id STARTS WITH $entity AND e.nameKey CONTAINS $person AND ($entity = '' OR e.id = $entity)
MATCH (e)<-[:SAID_BY]-(s:Statement)-[:MAKES]->(p:Prediction)
WHERE p.textKey CONTAINS $topic
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
OPTIONAL MATCH (p)-[:OF]->(q:Proposition)
OPTIONAL MATCH (p)-[:OF]->(:Proposition)-[:RESOLVED_BY]->(d:Resolution)
RETURN e.name AS person,
       CASE WHEN coalesce(d.outcome, 'open') = 'open' THEN 'open'
            WHEN (p.polarity = 'positive') = (d.outcome = 'happened') THEN 'yes'
            ELSE 'no' END AS came_true,
       p.polarity AS polarity, p.certainty AS certainty, p.horizonText AS horizon, p.text AS prediction,
       q.text AS proposition, d.outcome AS outcome, d.on AS decided_on, d.by AS decided_by, o.name AS outlet,
       a.published AS published, s.id AS statement, p.id AS prediction_id
ORDER BY person, published, a.id, p.start, p.stop, statement, prediction_id, decided_on, decided_by, d.id
