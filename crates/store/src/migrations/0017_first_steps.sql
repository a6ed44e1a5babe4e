-- Which of the first steps on Home were done once: a step that was done stays done.
create table first_steps (
    tenant blob not null references organisations (tenant),
    step text not null,
    primary key (tenant, step)
);
