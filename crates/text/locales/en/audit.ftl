# Monitoring > Audit logs: who changed what.

audit-nav = Audit logs
audit-title = Audit logs
audit-intro = Everything that was changed, by whom and from where, newest first.
audit-person = Done by
audit-person-hint = a user name
audit-action = What
audit-any-action = Everything
audit-filter = Filter
audit-empty = Nothing has been changed yet.
audit-no-result = Nothing that was changed fits this filter.
audit-column-when = When
audit-column-what = What was done
audit-column-from = From
audit-by-gone = Somebody who no longer has an account
audit-by-set-up = Whoever set Sluis up
audit-by-system = Sluis itself
# $name (String)
audit-by-cli = { $name } at the server
audit-person-gone = somebody who no longer has an account
audit-app-gone = an application that is no longer there
# $by (String)
# $action (String)
audit-unknown = { $by } did something that this version has no words for ({ $action }).
# $reason (String)
audit-reason = Reason: { $reason }
audit-detail-what = What changed
audit-detail-nothing = This record has no values beside what the sentence says.
audit-detail-property = Property
audit-detail-old = Before
audit-detail-new = After
audit-detail-none = nothing
audit-detail-facts = The record
audit-detail-by = Done by
audit-detail-from = From address
audit-detail-no-address = none: it was done on the server
audit-detail-action = Action
audit-detail-id = Id
audit-detail-target = Open what it was done to

# What was done: a sentence, and what it is called where one is chosen.

# $by (String)
# $whom (String)
audit-make-organisation = { $by } made the organisation { $whom }.
audit-make-organisation-name = Organisation made
# $by (String)
# $whom (String)
audit-block-organisation = { $by } blocked the organisation { $whom }.
audit-block-organisation-name = Organisation blocked
# $by (String)
# $whom (String)
audit-unblock-organisation = { $by } unblocked the organisation { $whom }.
audit-unblock-organisation-name = Organisation unblocked
# $by (String)
# $whom (String)
audit-change-address = { $by } moved { $whom } to another address.
audit-change-address-name = Address of the organisation changed
# $by (String)
audit-turn-defaults-on = { $by } turned security defaults on.
audit-turn-defaults-on-name = Security defaults turned on
# $by (String)
audit-turn-defaults-off = { $by } turned security defaults off.
audit-turn-defaults-off-name = Security defaults turned off
# $by (String)
audit-change-defaults = { $by } changed the settings of security defaults.
audit-change-defaults-name = Security defaults changed
# $by (String)
audit-change-browsers = { $by } changed how long browsers are remembered.
audit-change-browsers-name = Remembering browsers changed
# $by (String)
audit-rotate-signing-keys = { $by } replaced signing keys.
audit-rotate-signing-keys-name = Signing keys replaced
# $by (String)
# $whom (String)
audit-add-person = { $by } added { $whom } and invited them.
audit-add-person-name = Person added
# $by (String)
# $whom (String)
audit-invite-person = { $by } invited { $whom } again.
audit-invite-person-name = Person invited again
# $by (String)
# $whom (String)
audit-block-person = { $by } blocked { $whom }.
audit-block-person-name = Person blocked
# $by (String)
# $whom (String)
audit-unblock-person = { $by } unblocked { $whom }.
audit-unblock-person-name = Person unblocked
# $by (String)
# $whom (String)
audit-end-sessions = { $by } ended all sessions of { $whom }.
audit-end-sessions-name = Sessions ended
# $by (String)
# $whom (String)
audit-remove-method = { $by } removed a second step of { $whom }.
audit-remove-method-name = Second step removed by an administrator
# $by (String)
# $whom (String)
audit-give-role = { $by } gave { $whom } a role.
audit-give-role-name = Role given
# $by (String)
# $whom (String)
audit-take-role = { $by } took a role from { $whom }.
audit-take-role-name = Role taken
# $by (String)
# $whom (String)
audit-recover-person = { $by } made a way back in for { $whom }.
audit-recover-person-name = Way back in made
# $by (String)
# $whom (String)
audit-add-app = { $by } registered the application { $whom }.
audit-add-app-name = Application registered
# $by (String)
# $whom (String)
audit-change-app = { $by } changed the application { $whom }.
audit-change-app-name = Application changed
# $by (String)
# $whom (String)
audit-remove-app = { $by } deleted the application { $whom }.
audit-remove-app-name = Application deleted
# $by (String)
# $whom (String)
audit-add-app-secret = { $by } made a secret for { $whom }.
audit-add-app-secret-name = Secret of an application made
# $by (String)
# $whom (String)
audit-remove-app-secret = { $by } removed a secret of { $whom }.
audit-remove-app-secret-name = Secret of an application removed
# $by (String)
# $whom (String)
audit-name-for-app = { $by } named a person for { $whom }.
audit-name-for-app-name = Person named for an application
# $by (String)
# $whom (String)
audit-unname-for-app = { $by } took a person off the list of { $whom }.
audit-unname-for-app-name = Person taken off the list of an application
# $by (String)
audit-register-method = { $by } set up a second step.
audit-register-method-name = Second step set up
# $by (String)
audit-remove-own-method = { $by } removed a second step of their own.
audit-remove-own-method-name = Second step removed by its owner
# $by (String)
audit-rename-method = { $by } renamed a second step.
audit-rename-method-name = Second step renamed
# $by (String)
audit-make-recovery-codes = { $by } made new recovery codes.
audit-make-recovery-codes-name = Recovery codes made
# $by (String)
audit-change-password = { $by } chose a new password.
audit-change-password-name = Password chosen
# $by (String)
# $whom (String)
audit-forget-remembered = { $by } had a remembered browser of { $whom } forgotten.
audit-forget-remembered-name = Remembered browser forgotten
# $whom (String)
audit-remembered-copied = A remembered browser of { $whom } was used in two places, and is no longer remembered.
audit-remembered-copied-name = Remembered browser copied
