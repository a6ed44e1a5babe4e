-- Groups, who is in them, and what they give. What gives something is read through group_nesting: each active group with
-- itself and every active group that it is in, however deep. It is kept in the transaction that changes what it says.
create table groups (
    tenant blob not null references organisations (tenant),
    id blob not null,
    display text collate "C" not null,
    description text not null,
    rule text,
    rule_paused boolean not null,
    carries_roles boolean not null,
    state text collate "C" not null,
    state_at bigint not null,
    created bigint not null,
    primary key (tenant, id)
);
create index groups_by_display on groups (tenant, state, display, id);
create index groups_by_rule on groups (tenant, rule_paused, id) where rule is not null;
create index groups_by_state on groups (tenant, state, state_at, id);

create table group_members (
    tenant blob not null references organisations (tenant),
    group_id blob not null,
    member_id blob not null,
    member_kind text collate "C" not null,
    added bigint not null,
    primary key (tenant, group_id, member_id)
);
create index group_members_by_member on group_members (tenant, member_id, group_id);
create index group_members_by_kind on group_members (tenant, group_id, member_kind, added, member_id);

create table group_nesting (
    tenant blob not null references organisations (tenant),
    below blob not null,
    above blob not null,
    primary key (tenant, below, above)
);
create index group_nesting_by_above on group_nesting (tenant, above, below);

create table group_owners (
    tenant blob not null references organisations (tenant),
    group_id blob not null,
    user_id blob not null,
    primary key (tenant, group_id, user_id)
);
create index group_owners_by_user on group_owners (tenant, user_id, group_id);

create table group_roles (
    tenant blob not null references organisations (tenant),
    group_id blob not null,
    role blob not null,
    assigned bigint not null,
    primary key (tenant, group_id, role)
);
create index group_roles_by_role on group_roles (tenant, role, group_id);

create table app_groups (
    tenant blob not null references organisations (tenant),
    principal_id blob not null,
    group_id blob not null,
    created bigint not null,
    primary key (tenant, principal_id, group_id)
);
create index app_groups_by_group on app_groups (tenant, group_id, principal_id);
