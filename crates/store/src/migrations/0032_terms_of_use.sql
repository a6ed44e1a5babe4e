-- Terms of use: what is to be accepted, its texts in each version and language, and who answered what.
create table agreements (
    tenant blob not null references organisations (tenant),
    id blob not null,
    name text collate "C" not null,
    must_view boolean not null,
    again_days bigint,
    version bigint not null,
    asked bigint not null,
    created bigint not null,
    changed bigint not null,
    primary key (tenant, id)
);

create table agreement_texts (
    tenant blob not null references organisations (tenant),
    agreement_id blob not null,
    version bigint not null,
    locale text collate "C" not null,
    body text not null,
    primary key (tenant, agreement_id, version, locale)
);

create table agreement_answers (
    tenant blob not null references organisations (tenant),
    id blob not null,
    agreement_id blob not null,
    user_id blob not null,
    version bigint not null,
    accepted boolean not null,
    at bigint not null,
    address text,
    agent text,
    primary key (tenant, id)
);
create index agreement_answers_by_agreement on agreement_answers (tenant, agreement_id, at, id);
create index agreement_answers_by_user on agreement_answers (tenant, user_id, at, id);
