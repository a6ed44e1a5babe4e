-- Emergency accounts, at most a few: no policy that an administrator writes is about them. A capsule is kept as its
-- digest and is gone once it was used.
create table emergency_accounts (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    designated bigint not null,
    capsule blob,
    capsule_made bigint,
    rehearsed bigint,
    rehearsal_ends bigint,
    reminded bigint,
    primary key (tenant, user_id)
);

-- Every sign-in of an emergency account, by the id of its record, until an administrator has seen it; told says whether
-- the letters about it were written.
create table emergency_uses (
    tenant blob not null references organisations (tenant),
    id blob not null,
    user_id blob not null,
    at bigint not null,
    by_capsule boolean not null,
    is_rehearsal boolean not null,
    told boolean not null,
    acknowledged bigint,
    primary key (tenant, id)
);
create index emergency_uses_untold on emergency_uses (tenant, told, at);
create index emergency_uses_open on emergency_uses (tenant, acknowledged, at);
create index emergency_uses_by_user on emergency_uses (tenant, user_id, at);

-- People in other orders than by display name.
create index users_by_name on users (tenant, name, id);
create index users_by_created on users (tenant, created, id);
create index users_by_last_sign_in on users (tenant, last_sign_in, id);
