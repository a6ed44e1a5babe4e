-- Browsers in which people are not asked for their second factor again for some days. The cookie is not kept: it is
-- the id and the generation under a key that is not in the database.
create table remembered (
    tenant blob not null references organisations (tenant),
    id blob not null,
    user_id blob not null,
    browser blob not null,
    browser_before blob,
    generation bigint not null,
    rotated bigint not null,
    method text not null,
    proven bigint not null,
    address text,
    agent text,
    created bigint not null,
    ends bigint not null,
    primary key (tenant, id)
);
create index remembered_by_user on remembered (tenant, user_id, created);
create index remembered_by_browser on remembered (tenant, browser);
create index remembered_by_end on remembered (tenant, ends);

-- Sessions that outlive the closing of their browser, and the remembered browser that one was opened in.
alter table sessions add column lasting text not null default 'untilClosed';
alter table sessions add column remembered blob;
create index sessions_by_remembered on sessions (tenant, remembered);
