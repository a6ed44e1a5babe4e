-- Why a policy leaves a person, group or role out, who said so, and until when: beside the policy's document, which is
-- Graph's. What the end of one could not take out says why.
create table exclusions (
    tenant blob not null references organisations (tenant),
    policy blob not null,
    kind text collate "C" not null,
    subject blob not null,
    reason text not null,
    ends bigint,
    actor_kind text not null,
    actor_id blob,
    actor_name text,
    given bigint not null,
    tried bigint not null default 0,
    refused text,
    primary key (tenant, policy, subject)
);
create index exclusions_by_end on exclusions (tenant, ends);
create index exclusions_by_subject on exclusions (tenant, subject);
