// title:   What a person said, in order of time
// params:  person (name, optional) name of the person
//          entity (string, optional) identifier of the person, where the name means several
//          topic (words, optional) words to look for in what was said
// columns: speaker, role, type, speech_act, text, outlet, published, url, statement
MATCH (e:Entity)
WHERE e.id STARTS WITH $entity AND e.nameKey CONTAINS $person AND ($entity = '' OR e.id = $entity)
MATCH (e)<-[:SAID_BY]-(s:Statement)
WHERE s.textKey CONTAINS $topic
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN e.name AS speaker, s.role AS role, s.type AS type, s.speechAct AS speech_act, s.text AS text, o.name AS outlet,
       a.published AS published, a.url AS url, s.id AS statement
ORDER BY published, a.id, s.start, s.stop, statement
