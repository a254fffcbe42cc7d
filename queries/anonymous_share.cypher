// title:   How much each outlet says without naming the source, by month
// params:  outlet (name, optional) name of the outlet
// columns: outlet, month, statements, anonymous, share
MATCH (o:Entity)<-[:PUBLISHED_BY]-(a:Article)<-[:IN_ARTICLE]-(s:Statement)
WHERE o.nameKey CONTAINS $outlet
WITH o.name AS outlet, left(a.published, 7) AS month, count(s) AS statements,
     sum(CASE WHEN s.naming = 'anonymous' THEN 1 ELSE 0 END) AS anonymous
RETURN outlet, month, statements, anonymous, round(1000.0 * anonymous / statements) / 1000.0 AS share
ORDER BY outlet, month
