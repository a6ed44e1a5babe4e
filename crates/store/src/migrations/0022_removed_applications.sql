-- When an application was removed: for a while it can be put back.
alter table apps add column removed bigint;
create index apps_removed on apps (tenant, removed) where removed > 0;
