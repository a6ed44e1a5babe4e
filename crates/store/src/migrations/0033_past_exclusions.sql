-- When a policy ceased to leave somebody out. What was said of it stays, because going back to an earlier revision brings
-- the exclusion back: with its reason and its end, or not at all where that is over.
alter table exclusions add column gone bigint;

-- Nothing asks for it.
drop index users_by_end;

-- Where in its country the address of a sign-in was, where a file of the administrator's tells: in millionths of a degree.
alter table sign_in_records add column city text;
alter table sign_in_records add column state text;
alter table sign_in_records add column latitude bigint;
alter table sign_in_records add column longitude bigint;
