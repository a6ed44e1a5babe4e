-- What a credential of WebAuthn is verified with; its row in credentials says whose it is and what it is called.
create table passkeys (
    tenant blob not null references organisations (tenant),
    id blob not null,
    user_id blob not null,
    credential_id blob not null,
    public_key blob not null,
    aaguid blob not null,
    counter bigint not null,
    transports text not null,
    backup text not null,
    primary key (tenant, id)
);
create unique index passkeys_by_credential on passkeys (tenant, credential_id);
create index passkeys_by_user on passkeys (tenant, user_id);
