-- Which node does a job, and until when nobody else does.
create table leases (
    tenant blob not null references organisations (tenant),
    job text collate "C" not null,
    node blob not null,
    until bigint not null,
    primary key (tenant, job)
);
