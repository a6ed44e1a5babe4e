-- What a report over a time reads: what was done of one kind, and which revisions were made when.
create index audit_records_by_action on audit_records (tenant, action, at, id);
create index revisions_by_time on revisions (tenant, created, id);

-- Mail that was kept for as long as mail is.
create index outbox_by_age on outbox (tenant, created);

-- Where the logs are sent. What must be read back is sealed.
create table log_exports (
    tenant blob not null references organisations (tenant),
    kind text collate "C" not null,
    settings text not null,
    secret blob,
    changed bigint not null,
    primary key (tenant, kind)
);

-- How far each log was sent, and what stood in the way last. The log is its own queue.
create table log_export_places (
    tenant blob not null references organisations (tenant),
    kind text collate "C" not null,
    stream text collate "C" not null,
    at bigint not null,
    record blob not null,
    sent bigint not null,
    sent_at bigint,
    attempts bigint not null,
    retry_at bigint not null,
    failure text,
    primary key (tenant, kind, stream)
);
