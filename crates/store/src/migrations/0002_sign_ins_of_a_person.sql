-- Blocking somebody ends the sign-ins that are under way: found by person, without reading everybody's.
create index sign_ins_by_user on sign_ins (tenant, user_id);
