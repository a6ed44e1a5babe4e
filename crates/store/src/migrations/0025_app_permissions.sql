-- What applications were given at the admin API, for themselves and on behalf of whoever signs in to them.
create table app_permissions (
    tenant blob not null references organisations (tenant),
    principal_id blob not null,
    behalf text collate "C" not null,
    permission text collate "C" not null,
    given bigint not null,
    primary key (tenant, principal_id, behalf, permission)
);
