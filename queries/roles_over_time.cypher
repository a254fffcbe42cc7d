// title:   How a person's role is described over time and outlets
// params:  person (name, optional) name of the person
//          entity (string, optional) identifier of the person, where the name means several
// columns: person, role, category, organization, outlet, published, statements, statement
MATCH (e:Entity)
WHERE e.id STARTS WITH $entity AND e.nameKey CONTAINS $person AND ($entity = '' OR e.id = $entity)
MATCH (e)<-[:DESCRIBES]-(d:Description)<-[:DESCRIBED_AS]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (d)-[:HAS_ROLE]->(r:Role)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN e.name AS person, d.text AS role, r.id AS category, d.organization AS organization, o.name AS outlet,
       a.published AS published, count(DISTINCT s.id) AS statements, min(s.id) AS statement
ORDER BY person, published, outlet, role, organization, category, statement
