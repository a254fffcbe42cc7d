// title:   What is in the graph: nodes by type
// params:  none
// columns: type, nodes
MATCH (n)
WITH labels(n)[0] AS type, count(*) AS nodes
WHERE type <> 'Projection'
RETURN type, nodes
ORDER BY type
