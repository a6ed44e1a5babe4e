-- The audit log is sealed in segments: each record says in which one it is, 0 until it is in one.
alter table audit_records add column segment bigint not null default 0;
create index audit_records_by_segment on audit_records (tenant, segment, at, id);

-- A seal over the records of a segment and over the seal before it. The leaves name each record and its hash; they go
-- with the records when those have been kept for long enough, and the seal stays.
create table audit_seals (
    tenant blob not null references organisations (tenant),
    number bigint not null,
    records bigint not null,
    first_at bigint not null,
    last_at bigint not null,
    sealed bigint not null,
    digest blob not null,
    previous blob not null,
    signature blob not null,
    leaves blob not null,
    cleared bigint not null default 0,
    cleared_signature blob,
    primary key (tenant, number)
);
create index audit_seals_by_clearing on audit_seals (tenant, cleared, number);
