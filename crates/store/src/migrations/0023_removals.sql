-- What was taken away, from when the audit log no longer says so: an older backup must not bring it back.
create table removals (
    tenant blob not null references organisations (tenant),
    action text collate "C" not null,
    target_id blob not null,
    at bigint not null,
    primary key (tenant, action, target_id)
);
create index removals_by_time on removals (tenant, at);
