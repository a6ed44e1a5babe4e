-- What the overview of conditional access counts. The transaction that keeps the record of a decision puts its id in the
-- queue; a job counts it and takes it out, so that no sign-in waits for a row in which everybody counts.
create table coverage_queue (
    tenant blob not null references organisations (tenant),
    record_id blob not null,
    primary key (tenant, record_id)
);

create table coverage_days (
    tenant blob not null references organisations (tenant),
    day bigint not null,
    sign_ins bigint not null,
    covered bigint not null,
    single_factor bigint not null,
    legacy bigint not null,
    blocked bigint not null,
    primary key (tenant, day)
);

-- The sign-ins that the overview leads to, one row for each that it counts so.
create table coverage_gaps (
    tenant blob not null references organisations (tenant),
    gap text collate "C" not null,
    at bigint not null,
    record_id blob not null,
    primary key (tenant, record_id, gap)
);
create index coverage_gaps_by_gap on coverage_gaps (tenant, gap, at, record_id);
create index coverage_gaps_by_time on coverage_gaps (tenant, at);

-- The last day on which a policy was about a person. How many people's last day a day is stands beside it, so that the
-- people of a week are a sum of seven rows.
create table policy_people (
    tenant blob not null references organisations (tenant),
    user_id blob not null,
    policy_id blob not null,
    day bigint not null,
    primary key (tenant, user_id, policy_id)
);
create index policy_people_by_day on policy_people (tenant, day);

create table policy_days (
    tenant blob not null references organisations (tenant),
    day bigint not null,
    policy_id blob not null,
    people bigint not null,
    primary key (tenant, day, policy_id)
);
