// title:   A statement back to its sentence
// params:  statement (string) identifier of the statement, as other queries give it
// columns: speaker, mention, cue, text, sentence, spans, mention_span, cue_span, sentence_span, place, outlet, published, url, article, text_hash
MATCH (s:Statement {id: $statement})-[:SAID_BY]->(e:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN e.name AS speaker, s.mention AS mention, s.cue AS cue, s.text AS text, s.sentence AS sentence, s.spans AS spans,
       s.mentionSpan AS mention_span, s.cueSpan AS cue_span, s.sentenceSpan AS sentence_span, s.place AS place,
       o.name AS outlet, a.published AS published, a.url AS url, a.id AS article, a.textHash AS text_hash
ORDER BY article
