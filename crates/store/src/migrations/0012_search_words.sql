-- The words that people and applications are searched by: without case and accents, one row each.
create table search_words (
    tenant blob not null references organisations (tenant),
    kind text collate "C" not null,
    word text collate "C" not null,
    id blob not null,
    primary key (tenant, id, kind, word)
);
create index search_words_by_word on search_words (tenant, kind, word, id);
