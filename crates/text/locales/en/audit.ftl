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
# $filter (String)
audit-no-result = Nothing that was changed fits this filter: { $filter }.
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
audit-from-server = the server
audit-detail-no-address = none: it was done on the server
audit-detail-action = Action
audit-detail-id = Id
audit-detail-undo = Put back what was before
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
audit-change-organisation = { $by } changed the settings of { $whom }.
audit-change-organisation-name = Settings of the organisation changed
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
audit-change-passkeys = { $by } changed which passkeys and security keys are taken.
audit-change-passkeys-name = Rules for passkeys changed
# $by (String)
audit-rotate-signing-keys = { $by } replaced signing keys.
audit-rotate-signing-keys-name = Signing keys replaced
# $by (String)
audit-take-backup = { $by } took a backup.
audit-take-backup-name = Backup taken
# $by (String)
audit-restore-backup = { $by } restored a backup; everybody was signed out.
audit-restore-backup-name = Backup restored
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
audit-remind-person = { $by } reminded { $whom } of setting up a second step.
audit-remind-person-name = Person reminded of a second step
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
audit-change-person = { $by } changed what is known of { $whom }.
audit-change-person-name = Person changed
# $by (String)
# $whom (String)
audit-delete-person = { $by } deleted { $whom }.
audit-delete-person-name = Person deleted
# $by (String)
# $whom (String)
audit-restore-person = { $by } restored { $whom }.
audit-restore-person-name = Person restored
# $by (String)
# $whom (String)
audit-erase-person = { $by } removed { $whom } for good.
audit-erase-person-name = Person removed for good
# $by (String)
# $whom (String)
audit-set-password = { $by } set a password for { $whom } from a file, to be changed at the first sign-in.
audit-set-password-name = Password set from a file
# $by (String)
audit-import-people = { $by } imported people from a file.
audit-import-people-name = People imported
# $by (String)
audit-export-people = { $by } took what is known of people out in a file.
audit-export-people-name = People exported
audit-property-ended = Ended by itself
audit-property-imported = From a file
audit-property-added = Added
audit-property-changed = Changed
audit-property-same = Left as they were
audit-property-refused = Refused
audit-property-filter = Filter
audit-detail-erased = erased
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
audit-put-app-back = { $by } put the deleted application { $whom } back.
audit-put-app-back-name = Application put back
# $by (String)
# $whom (String)
audit-give-permission = { $by } gave the application { $whom } a permission at the API.
audit-give-permission-name = Permission given to an application
# $by (String)
# $whom (String)
audit-take-permission = { $by } took a permission at the API from the application { $whom }.
audit-take-permission-name = Permission taken from an application
# $by (String)
# $whom (String)
audit-add-app-secret = { $by } made a secret for { $whom }.
audit-add-app-secret-name = Secret of an application made
# $by (String)
audit-change-secret-life = { $by } changed how long secrets of applications may last.
audit-change-secret-life-name = How long secrets may last changed
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
audit-end-own-sessions = { $by } ended sessions of their own.
audit-end-own-sessions-name = Sessions ended by their owner
# $by (String)
# $whom (String)
audit-forget-remembered = { $by } had a remembered browser of { $whom } forgotten.
audit-forget-remembered-name = Remembered browser forgotten
# $whom (String)
audit-key-copied = A passkey or security key of { $whom } was refused: its counter went back, so there may be a copy.
audit-key-copied-name = Key possibly copied
# $whom (String)
audit-remembered-copied = A remembered browser of { $whom } was used in two places, and is no longer remembered.
audit-remembered-copied-name = Remembered browser copied

# The seals: what keeps the log honest.

audit-seals-title = Seals of the audit log
audit-seals-about = What has been written is sealed a few minutes later, so that nobody can change, remove or insert a record afterwards without it being noticed.
audit-seals-link = Seals
audit-seals-now = How it is now
audit-seals-again = Look now
audit-seals-never = Nobody has looked since this server started. It looks by itself every hour.
# $when (String)
audit-seals-when = Looked at on { $when }.
# $done (Number)
# $of (Number)
audit-seals-busy = Being looked at: { $done } of { $of } seals. Come back in a moment.
audit-seals-none = Nothing is sealed yet; that happens ten minutes after the first change.
# $when (String)
audit-seals-sealed = Sealed until { $when }.
audit-seals-unsealed = { $n ->
        [0] Everything is sealed.
        [one] One record is not sealed yet: whether it is as it was written, nobody can tell.
       *[other] { $n } records are not sealed yet: whether they are as they were written, nobody can tell.
    }
audit-seals-cleared = { $n ->
        [0] No record has been removed for its age.
        [one] One record was removed because it had been kept for long enough; its seal is still there.
       *[other] { $n } records were removed because they had been kept for long enough; their seals are still there.
    }
# $when (String)
audit-seals-sound = Sound: since { $when }, everything that is sealed is as it was written.
audit-seals-new = Nothing is sealed yet.
audit-seals-newer = What was sealed since the last look has not been looked at yet. Sluis looks by itself every hour.
audit-seals-wrong = { $n ->
        [one] Not sound: one thing is not as it was sealed.
       *[other] Not sound: { $n } things are not as they were sealed.
    }
# $when (String)
audit-seals-wrong-since = What was sealed since { $when } is as it was written.
audit-seals-wrong-all = Nothing that came after it can be relied on either.
audit-seals-fix = Compare with your own copies, and find out who can write to the database. Sluis changes nothing about it.
audit-seals-more = { $n ->
        [one] And one more; sluis audit verify on the server tells the first hundred.
       *[other] And { $n } more; sluis audit verify on the server tells the first hundred.
    }
audit-seals-found = What is not as it was sealed
audit-seals-keep = Keep the seals elsewhere
audit-seals-keep-why = Whoever rules both the database and this server could make every seal again. Keep the newest somewhere that they cannot reach, with your auditor for example: it vouches for everything before it.
audit-seals-head = The newest seal
audit-seals-head-hint = for sluis audit verify --head
audit-seals-download = Download the seals

# $when (String)
# $record (String)
# $n (Number)
audit-wrong-changed = The record of { $when } in segment { $n } was changed after it was sealed ({ $record }).
# $when (String)
# $record (String)
# $n (Number)
audit-wrong-removed = A record of { $when } was removed from segment { $n } ({ $record }).
# $when (String)
# $record (String)
# $n (Number)
audit-wrong-inserted = A record dated { $when } was put into segment { $n } after it was sealed ({ $record }).
# $when (String)
# $record (String)
# $n (Number)
audit-wrong-late = A record dated { $when } came into segment { $n } long after that date ({ $record }): it was inserted, or the clock was set back.
# $n (Number)
audit-wrong-seal = Seal { $n } is not what Sluis signed.
# $n (Number)
audit-wrong-seal-gone = Seal { $n } was removed.
# $n (Number)
audit-wrong-chain = Seal { $n } does not follow the one before it: that one was replaced.
# $n (Number)
audit-wrong-head = Seal { $n } is gone, or is not the one that was seen before or kept elsewhere: everything up to it may have been rewritten.

# $by (String)
# $whom (String)
audit-unlock-person = { $by } unlocked { $whom } after wrong attempts.
audit-unlock-person-name = Person unlocked

## What changed, in the words of the pages

audit-property-name = Name
audit-property-domain = Domain
audit-property-public-address = Public address
audit-property-rp-id = Host of passkeys
audit-property-administrator = Administrator
audit-property-person = Person
audit-property-role = Role
audit-property-method = Method
audit-property-methods = Methods removed
audit-property-label = Called
audit-property-state = State
audit-property-by-mail = Invitation by mail
audit-property-by-invitation = By invitation
audit-property-invitation = Invitation valid until
audit-property-valid-from = Valid from
audit-property-password-changed = Password chosen
audit-property-blocked = Blocked
audit-property-enabled = On
audit-property-registration-days = Days to set up a second step
audit-property-reason = Reason
audit-property-sessions-ended = Sessions ended
audit-property-assignment = Who may sign in
audit-property-redirect-uris = Return addresses
audit-property-logout-uris = Addresses after signing out
audit-property-signing = Signature of ID tokens
audit-property-secret-hint = Secret begins with
audit-property-until = Until
audit-property-longest-months = Longest life of secrets, in months
audit-property-language = Language
audit-property-help-contact = Whom people call
audit-property-audit-days = Audit log kept, in days
audit-property-sign-in-days = Sign-ins kept, in days
audit-property-remembered-days = Second step not asked again, in days
audit-property-signed-in-days = Stay signed in, in days
audit-property-recovery-codes = Recovery codes
audit-property-lock = Lock taken off
audit-property-haste = How soon
audit-property-algorithm = Algorithm
audit-property-published = Published key
audit-property-active = Key that signs
audit-property-signing-keys = Signing keys
audit-property-remembered = Remembered browser
audit-property-secret = Secret
audit-property-privacy-contact = Whom people ask about their data
audit-value-everyone = Everyone
audit-value-assigned = Named people
audit-value-planned = In a day
audit-value-now = At once
audit-value-leaked = At once; the old ones are no longer believed
# $by (String)
audit-replace-defaults = { $by } replaced security defaults by policies of their own.
audit-replace-defaults-name = Security defaults replaced by policies
# $by (String)
# $whom (String)
audit-add-policy = { $by } wrote the policy { $whom }.
audit-add-policy-name = Conditional access policy added
# $by (String)
# $whom (String)
audit-change-policy = { $by } changed the policy { $whom }.
audit-change-policy-name = Conditional access policy changed
# $by (String)
# $whom (String)
audit-switch-policy = { $by } switched the policy { $whom }.
audit-switch-policy-name = Conditional access policy switched
# $by (String)
# $whom (String)
audit-remove-policy = { $by } deleted the policy { $whom }.
audit-remove-policy-name = Conditional access policy deleted
# $by (String)
# $whom (String)
audit-restore-policy = { $by } restored the policy { $whom }.
audit-restore-policy-name = Conditional access policy restored
# $by (String)
audit-restore-revision = { $by } went back to an earlier revision of the policies.
audit-restore-revision-name = Earlier revision of the policies restored
# $by (String)
audit-confirm-trial = { $by } confirmed the policies that were on trial.
audit-confirm-trial-name = Trial of policies confirmed
# $by (String)
audit-take-back-trial = { $by } took back the policies that were on trial.
audit-take-back-trial-name = Trial of policies taken back
# $by (String)
# $whom (String)
audit-add-location = { $by } made the named location { $whom }.
audit-add-location-name = Named location added
# $by (String)
# $whom (String)
audit-change-location = { $by } changed the named location { $whom }.
audit-change-location-name = Named location changed
# $by (String)
# $whom (String)
audit-remove-location = { $by } deleted the named location { $whom }.
audit-remove-location-name = Named location deleted
# $by (String)
# $whom (String)
audit-restore-location = { $by } restored the named location { $whom }.
audit-restore-location-name = Named location restored
# $by (String)
# $whom (String)
audit-add-strength = { $by } made the authentication strength { $whom }.
audit-add-strength-name = Authentication strength added
# $by (String)
# $whom (String)
audit-change-strength = { $by } changed the authentication strength { $whom }.
audit-change-strength-name = Authentication strength changed
# $by (String)
# $whom (String)
audit-remove-strength = { $by } deleted the authentication strength { $whom }.
audit-remove-strength-name = Authentication strength deleted
# $by (String)
# $whom (String)
audit-add-context = { $by } made the authentication context { $whom }.
audit-add-context-name = Authentication context added
# $by (String)
# $whom (String)
audit-change-context = { $by } changed the authentication context { $whom }.
audit-change-context-name = Authentication context changed
# $by (String)
# $whom (String)
audit-remove-context = { $by } deleted the authentication context { $whom }.
audit-remove-context-name = Authentication context deleted
# $by (String)
audit-change-trusted-ips = { $by } changed the MFA trusted IPs.
audit-change-trusted-ips-name = MFA trusted IPs changed
