// title:   How many of a person's predictions came true, did not, or are open
// params:  person (name, optional) name of the person
//          entity (string, optional) identifier of the person, where the name means several
// columns: person, predictions, came_true, did_not, disputed, open, share, id
MATCH (e:Entity)
WHERE e.id STARTS WITH $entity AND e.nameKey CONTAINS $person AND ($entity = '' OR e.id = $entity)
MATCH (e)<-[:SAID_BY]-(s:Statement)-[:MAKES]->(p:Prediction)
OPTIONAL MATCH (p)-[:OF]->(q:Proposition)-[:RESOLVED_BY]->(d:Resolution)
WITH e, p, coalesce(d.outcome, 'open') AS outcome
// disputed: two persons decided differently
WITH e, p, max(CASE WHEN outcome <> 'open' AND (p.polarity = 'positive') = (outcome = 'happened') THEN 1 ELSE 0 END) AS yes,
     max(CASE WHEN outcome <> 'open' AND (p.polarity = 'positive') <> (outcome = 'happened') THEN 1 ELSE 0 END) AS no
WITH e, count(p) AS predictions, sum(yes * (1 - no)) AS came_true, sum(no * (1 - yes)) AS did_not,
     sum(yes * no) AS disputed, sum((1 - yes) * (1 - no)) AS open
RETURN e.name AS person, predictions, came_true, did_not, disputed, open,
       CASE WHEN came_true + did_not = 0 THEN null
            ELSE round(1000.0 * came_true / (came_true + did_not)) / 1000.0 END AS share, e.id AS id
ORDER BY predictions DESC, person, id
