// title:   How concentrated an outlet's sources are: sum of the squared shares (HHI), and as how many equal sources that counts
// params:  outlet (name, optional) name of the outlet
// columns: outlet, sources, statements, left_out, hhi, effective_sources
MATCH (o:Entity)-[r:RELIES_ON]->(e:Entity)
WHERE o.nameKey CONTAINS $outlet
// left_out: statements of sources that are known in one article only; nobody can tell which of them are the same
WITH o.name AS outlet, sum(CASE WHEN e.local THEN 0 ELSE 1 END) AS sources,
     sum(CASE WHEN e.local THEN 0 ELSE r.statements END) AS statements,
     sum(CASE WHEN e.local THEN r.statements ELSE 0 END) AS left_out,
     sum(CASE WHEN e.local THEN 0 ELSE r.statements * r.statements END) AS squares
RETURN outlet, sources, statements, left_out,
       CASE WHEN sources = 0 THEN null ELSE round(1000.0 * squares / (statements * statements)) / 1000.0 END AS hhi,
       CASE WHEN sources = 0 THEN null
            ELSE round(1000.0 * statements * statements / squares) / 1000.0 END AS effective_sources
ORDER BY outlet
