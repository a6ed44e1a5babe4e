-- The audit record that tells who made a revision. What was made before gets the first that was kept in its transaction.
alter table revisions add column record blob;
update revisions set record = (
    select audit_records.id from audit_records
    where audit_records.tenant = revisions.tenant and audit_records.at = revisions.created
    and audit_records.action in (
        'makeOrganisation', 'blockOrganisation', 'unblockOrganisation', 'changePlan', 'turnSecurityDefaultsOn',
        'turnSecurityDefaultsOff', 'changeSecurityDefaults', 'replaceSecurityDefaults', 'addConditionalAccessPolicy',
        'changeConditionalAccessPolicy', 'switchConditionalAccessPolicy', 'removeConditionalAccessPolicy',
        'restoreConditionalAccessPolicy', 'confirmPolicyTrial', 'takeBackPolicyTrial', 'addNamedLocation',
        'changeNamedLocation', 'removeNamedLocation', 'changeTrustedIps', 'changeBrowsers', 'changePasskeySettings',
        'changeAuthenticationMethods', 'restoreBackup'
    )
    order by audit_records.id limit 1
);
