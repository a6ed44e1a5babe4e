-- People and groups that come from a directory server, by the id that they have there and by nothing else; what each pass
-- did, kept for a month.
create table synced (
    tenant blob not null references organisations (tenant),
    kind text collate "C" not null,
    source_id blob not null,
    object_id blob not null,
    dn text not null,
    dn_key text collate "C" not null,
    withheld text collate "C",
    missing_since bigint,
    primary key (tenant, kind, source_id)
);
create unique index synced_by_object on synced (tenant, object_id);
create index synced_by_dn on synced (tenant, dn_key);

create table sync_runs (
    tenant blob not null references organisations (tenant),
    id blob not null,
    begun bigint not null,
    ended bigint not null,
    whole boolean not null,
    trial boolean not null,
    outcome text collate "C" not null,
    counts text not null,
    primary key (tenant, id)
);
create index sync_runs_by_time on sync_runs (tenant, begun, id);

create table sync_rows (
    tenant blob not null references organisations (tenant),
    run_id blob not null,
    place bigint not null,
    object_id blob,
    content text not null,
    primary key (tenant, run_id, place)
);
create index sync_rows_by_object on sync_rows (tenant, object_id);

-- Whoever has a mail address here is not to be taken for somebody there who has it too.
create index users_by_mail on users (tenant, lower(mail));
