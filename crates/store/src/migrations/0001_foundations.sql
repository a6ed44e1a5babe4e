-- Every table starts with the tenant, and every statement names it as $1. State is a word plus its data.
-- Times are microseconds, ids are 16 bytes, documents are JSON text.

create table organisations (
    tenant blob not null primary key,
    name text not null,
    domain text collate "C" not null unique,
    locale text not null,
    public_address text not null,
    rp_id text not null,
    help_contact text not null,
    created bigint not null
);

create table settings (
    tenant blob not null references organisations (tenant),
    key text collate "C" not null,
    value text not null,
    primary key (tenant, key)
);

create table users (
    tenant blob not null references organisations (tenant),
    id blob not null,
    handle blob not null unique,
    name text not null,
    display text collate "C" not null,
    mail text,
    locale text,
    state text collate "C" not null,
    state_at bigint not null,
    password_state text not null,
    password_at bigint not null,
    password_handed bigint not null,
    password_hash text,
    per_user_mfa text not null,
    guest text not null,
    created bigint not null,
    valid_from bigint not null,
    last_sign_in bigint,
    asked_since bigint,
    primary key (tenant, id)
);
create index users_by_display on users (tenant, display, id);

create table login_names (
    tenant blob not null references organisations (tenant),
    key text collate "C" not null,
    user_id blob not null,
    primary key (tenant, key)
);
create index login_names_by_user on login_names (tenant, user_id);

create table role_assignments (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    role blob not null,
    assigned bigint not null,
    primary key (tenant, user_id, role)
);
create index role_assignments_by_role on role_assignments (tenant, role, user_id);

create table credentials (
    tenant blob not null references organisations (tenant),
    id blob not null,
    user_id blob not null,
    method text not null,
    label text not null,
    secret blob not null,
    last_step bigint,
    created bigint not null,
    last_used bigint,
    primary key (tenant, id)
);
create index credentials_by_user on credentials (tenant, user_id, created);

create table recovery_codes (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    digest blob not null,
    created bigint not null,
    primary key (tenant, user_id, digest)
);

create table invitations (
    tenant blob not null references organisations (tenant),
    id blob not null,
    digest blob not null,
    user_id blob not null,
    created_by blob,
    created bigint not null,
    until bigint not null,
    primary key (tenant, id)
);
create unique index invitations_by_digest on invitations (tenant, digest);
create index invitations_by_user on invitations (tenant, user_id);
create index invitations_by_end on invitations (tenant, until);

create table spent (
    tenant blob not null references organisations (tenant),
    id blob not null,
    until bigint not null,
    primary key (tenant, id)
);
create index spent_by_end on spent (tenant, until);

create table sign_ins (
    tenant blob not null references organisations (tenant),
    id blob not null,
    browser blob not null,
    user_id blob,
    state text not null,
    resume text not null,
    version bigint not null,
    expires bigint not null,
    primary key (tenant, id)
);
create index sign_ins_by_end on sign_ins (tenant, expires);

create table sessions (
    tenant blob not null references organisations (tenant),
    id blob not null,
    digest blob not null,
    user_id blob not null,
    browser blob not null,
    proofs text not null,
    decision blob not null,
    address text,
    agent text,
    created bigint not null,
    last_used bigint not null,
    ends bigint not null,
    primary key (tenant, id)
);
create unique index sessions_by_digest on sessions (tenant, digest);
create index sessions_by_user on sessions (tenant, user_id, created);
create index sessions_by_end on sessions (tenant, ends);

create table grants (
    tenant blob not null references organisations (tenant),
    id blob not null,
    user_id blob not null,
    session_id blob,
    app_id blob not null,
    scopes text not null,
    nonce text,
    proofs text not null,
    flow text not null,
    decision blob not null,
    revision blob not null,
    generation bigint not null,
    offline boolean not null,
    created bigint not null,
    rotated bigint not null,
    ends bigint not null,
    primary key (tenant, id)
);
create index grants_by_session on grants (tenant, session_id, app_id);
create index grants_by_user on grants (tenant, user_id);
create index grants_by_app on grants (tenant, app_id, user_id);
create index grants_by_end on grants (tenant, ends);

create table codes (
    tenant blob not null references organisations (tenant),
    digest blob not null,
    grant_id blob not null,
    request text not null,
    used boolean not null,
    until bigint not null,
    primary key (tenant, digest)
);
create index codes_by_end on codes (tenant, until);

create table apps (
    tenant blob not null references organisations (tenant),
    app_id blob not null,
    object_id blob not null,
    principal_id blob not null,
    name text collate "C" not null,
    kind text not null,
    assignment text not null,
    redirect_uris text not null,
    logout_uris text not null,
    built_in boolean not null,
    created bigint not null,
    primary key (tenant, app_id)
);
create unique index apps_by_object on apps (tenant, object_id);
create unique index apps_by_principal on apps (tenant, principal_id);
create index apps_by_name on apps (tenant, name, app_id);

create table app_secrets (
    tenant blob not null references organisations (tenant),
    id blob not null,
    app_id blob not null,
    digest blob not null,
    hint text not null,
    created bigint not null,
    until bigint not null,
    primary key (tenant, id)
);
create index app_secrets_by_app on app_secrets (tenant, app_id, created);

create table app_assignments (
    tenant blob not null references organisations (tenant),
    principal_id blob not null,
    user_id blob not null,
    created bigint not null,
    primary key (tenant, principal_id, user_id)
);
create index app_assignments_by_user on app_assignments (tenant, user_id);

create table app_refusals (
    tenant blob not null references organisations (tenant),
    id blob not null,
    app_id blob not null,
    at bigint not null,
    reason text not null,
    sent text not null,
    primary key (tenant, id)
);
create index app_refusals_by_app on app_refusals (tenant, app_id, at);

create table signing_keys (
    tenant blob not null references organisations (tenant),
    kid text collate "C" not null,
    algorithm text not null,
    state text not null,
    private blob not null,
    created bigint not null,
    state_at bigint not null,
    primary key (tenant, kid)
);

create table parts (
    tenant blob not null references organisations (tenant),
    hash blob not null,
    content text not null,
    primary key (tenant, hash)
);

create table revisions (
    tenant blob not null references organisations (tenant),
    id blob not null,
    previous blob,
    parts text not null,
    created bigint not null,
    primary key (tenant, id)
);

create table heads (
    tenant blob not null primary key references organisations (tenant),
    revision blob not null
);

create table subjects (
    tenant blob not null references organisations (tenant),
    id blob not null,
    hash blob not null,
    user_id blob not null,
    content text not null,
    primary key (tenant, id)
);
create unique index subjects_by_hash on subjects (tenant, hash);
create index subjects_by_user on subjects (tenant, user_id);

create table sign_in_records (
    tenant blob not null references organisations (tenant),
    id blob not null,
    at bigint not null,
    code text collate "C" not null,
    user_id blob,
    subject_id blob,
    name_digest blob,
    client_id blob,
    resource_id blob,
    session_id blob,
    grant_id blob,
    door text not null,
    client_app text not null,
    platform text,
    address text,
    country text,
    agent text,
    flow text not null,
    sign_in_risk text,
    user_risk text,
    outcome text not null,
    error bigint not null,
    interactive boolean not null,
    times bigint not null,
    last_at bigint not null,
    revision blob,
    evaluator bigint not null,
    facts text,
    verdict text,
    primary key (tenant, id)
);
create index sign_in_records_by_time on sign_in_records (tenant, at, id);
create index sign_in_records_by_user on sign_in_records (tenant, user_id, at, id);
create index sign_in_records_by_app on sign_in_records (tenant, client_id, at, id);
create index sign_in_records_by_code on sign_in_records (tenant, code);
create index sign_in_records_by_grant on sign_in_records (tenant, grant_id, at);

create table audit_records (
    tenant blob not null references organisations (tenant),
    id blob not null,
    at bigint not null,
    actor_kind text not null,
    actor_id blob,
    action text collate "C" not null,
    target_kind text not null,
    target_id blob,
    changes text not null,
    address text,
    primary key (tenant, id)
);
create index audit_records_by_time on audit_records (tenant, at, id);
create index audit_records_by_target on audit_records (tenant, target_id, at);

create table lockouts (
    tenant blob not null references organisations (tenant),
    key blob not null,
    failures bigint not null,
    until bigint not null,
    expires bigint not null,
    primary key (tenant, key)
);
create index lockouts_by_end on lockouts (tenant, expires);

create table familiar (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    kind text collate "C" not null,
    value blob not null,
    first_seen bigint not null,
    last_seen bigint not null,
    primary key (tenant, user_id, kind, value)
);

create table outbox (
    tenant blob not null references organisations (tenant),
    id blob not null,
    user_id blob,
    message blob not null,
    created bigint not null,
    due bigint not null,
    lease bigint not null,
    attempts bigint not null,
    failure text,
    primary key (tenant, id)
);
create index outbox_by_due on outbox (tenant, due);
