// title:   The sources that are known beyond one article
// params:  kind (string, optional) person, organization, media, place
// columns: name, kind, id
MATCH (e:Entity)
WHERE NOT e.local AND ($kind = '' OR e.kind = $kind)
RETURN e.name AS name, e.kind AS kind, e.id AS id
ORDER BY name, kind, id
