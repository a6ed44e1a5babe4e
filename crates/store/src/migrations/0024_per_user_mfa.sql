-- The list of multi-factor authentication per user is narrowed by its state.
create index users_by_per_user_mfa on users (tenant, per_user_mfa, display, id);
