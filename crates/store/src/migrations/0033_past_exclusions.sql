-- When a policy ceased to leave somebody out. What was said of it stays, because going back to an earlier revision brings
-- the exclusion back: with its reason and its end, or not at all where that is over.
alter table exclusions add column gone bigint;

-- Nothing asks for it.
drop index users_by_end;
