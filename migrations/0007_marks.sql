-- What indexes in memory know an article by, so that a program that starts need not read its text
-- again (src/pipeline/marks.h).
CREATE TABLE article_marks (
    article_id @int PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    version @int NOT NULL,
    method @int NOT NULL,
    marks @bytes NOT NULL
) @strict;
