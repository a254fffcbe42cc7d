// title:   What an outlet has at first hand, such as its own interviews, and what it has through others, such as agency copy
// params:  outlet (name, optional) name of the outlet
// columns: outlet, statements, told_to_it, first_hand, via_others, told_to_others, share
MATCH (o:Entity)<-[:PUBLISHED_BY]-(a:Article)<-[:IN_ARTICLE]-(s:Statement)
WHERE o.nameKey CONTAINS $outlet
OPTIONAL MATCH (s)-[:TOLD_TO]->(t:Entity)
OPTIONAL MATCH (s)-[:VIA]->(v:Entity)
WITH o.name AS outlet, s.id AS id,
     CASE WHEN t.id = o.id THEN 'to it'
          WHEN v.id <> o.id THEN 'via others'
          WHEN t.kind = 'media' THEN 'to others'
          ELSE 'plain' END AS way
WITH outlet, count(id) AS statements,
     sum(CASE way WHEN 'to it' THEN 1 ELSE 0 END) AS told_to_it,
     sum(CASE way WHEN 'via others' THEN 1 ELSE 0 END) AS via_others,
     sum(CASE way WHEN 'to others' THEN 1 ELSE 0 END) AS told_to_others
WITH outlet, statements, told_to_it, statements - via_others - told_to_others AS first_hand, via_others, told_to_others
RETURN outlet, statements, told_to_it, first_hand, via_others, told_to_others,
       round(1000.0 * first_hand / statements) / 1000.0 AS share
ORDER BY outlet
