-- What is known of people beside what sign-ins look at.
create table profiles (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    given text,
    surname text,
    other_mails text not null,
    phone text,
    department text,
    job_title text,
    company text,
    employee_id text,
    usage_location text,
    manager blob,
    primary key (tenant, user_id)
);
create index profiles_by_manager on profiles (tenant, manager);

-- Accounts and roles that end by themselves.
alter table users add column ends bigint;
create index users_by_end on users (tenant, ends);
alter table role_assignments add column ends bigint;
create index role_assignments_by_end on role_assignments (tenant, ends);

-- Who was deleted, by when: what is shown to be restored, and what is removed for good.
create index users_by_state_since on users (tenant, state, state_at, id);

-- What audit records say about people, kept apart so that it can be erased while the sealed record stays: the record
-- has a hash of it.
create table audit_values (
    tenant blob not null references organisations (tenant),
    record blob not null,
    place bigint not null,
    user_id blob not null,
    salt blob not null,
    content text not null,
    primary key (tenant, record, place)
);
create index audit_values_by_user on audit_values (tenant, user_id);

-- Who was removed for good: only the id, so that a backup does not bring them back, and whether what the sign-in log
-- holds of them has been erased too.
create table erased (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    at bigint not null,
    scrubbed boolean not null,
    primary key (tenant, user_id)
);
create index erased_by_time on erased (tenant, at);
create index erased_by_scrubbed on erased (tenant, scrubbed, user_id);

create index outbox_by_user on outbox (tenant, user_id);

-- The list of guests, who are few.
create index users_guests on users (tenant, display, id) where guest <> 'none';
