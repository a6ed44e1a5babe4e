# Settings > Retention, and what people are told of what is kept of them

admin-nav-settings = Settings
retention-title = Retention
search-words-retention = retention days keep erase privacy logs deleted mail
retention-about = For how many days what is kept of people stays. What is older goes within minutes, and does not come back.
retention-sign-ins = Sign-ins
retention-sign-ins-hint = Who signed in from where, and why they were let in or stopped.
retention-audit = The audit log
retention-audit-hint = Who changed what. Auditors ask for a year or more.
retention-deleted = People who were deleted
retention-deleted-hint = Until then they can be restored; after that they are removed for good.
retention-mail = Mail that could not leave
retention-mail-hint = It is tried again until then.
retention-fixed = It is set in the configuration of the server.
# $least (Number)
# $most (Number)
retention-bounds = Days, { $least } to { $most }.
# $least (Number)
# $most (Number)
retention-error = Choose a number from { $least } to { $most }.
retention-elsewhere = The page about privacy says these days to everybody. Backups keep what was there when they were taken, for as long as you keep them.
# $by (String)
# $whom (String)
audit-change-retention = { $by } changed for how long { $whom } keeps what it knows of people.
audit-change-retention-name = Retention changed
audit-property-deleted-days = Deleted people kept, in days
audit-property-mail-days = Mail kept, in days

# $by (String)
# $whom (String)
audit-export-personal-data = { $by } took everything that is kept of { $whom } out in a file.
audit-export-personal-data-name = Personal data exported
person-data = Download what is kept

my-data = What is kept of me
my-data-about = Everything that Sluis keeps of you, table by table, as a file that people and programs can read.
my-data-in = What is in it
my-data-in-account = your account, your other names, and what your organisation entered about you
my-data-in-methods = which second steps you have and when you used them; never their secrets
my-data-in-sign-ins = your sign-ins, sessions and remembered browsers, with addresses
my-data-in-access = your groups, roles, applications, and answers to terms of use
my-data-in-log = what was changed about you, and what you changed
my-data-not = What is not in it: passwords and secrets, which nobody may read, not even here; and who of your colleagues changed something about you.
my-data-privacy = How long each of it is kept stands on the page about privacy.
my-data-download = Download what is kept of me
my-data-logged = That you took it out is noted in the audit log.
my-data-open = What is kept of me

erase-goes = What goes, at once and for good:
erase-goes-account = the account, its names, what was entered about the person, and the password
erase-goes-methods = second steps, passkeys and recovery codes
erase-goes-access = roles, groups, and what they were named for
erase-goes-sessions = sessions, remembered browsers, and answers to terms of use
erase-goes-values = what the audit log says about the person: names, addresses, departments
erase-stays = What stays, and why:
# $days (Number)
erase-stays-sign-ins = Sign-ins, without name, address and browser, for { $days } days: without them nobody could tell whether somebody broke in.
# $days (Number)
erase-stays-audit = Records of the audit log, with an id that leads to nobody, for { $days } days: the log is sealed, so that nobody can rewrite it.
erase-stays-id = That id, with the moment: so that a backup does not bring the person back.
erase-stays-backups = What is in backups that were taken before, for as long as you keep those.
erase-stays-exports = What left before in files, exports and applications: Sluis cannot reach it.
# $person (String)
erase-first = If { $person } asked for what is kept, download it first: after this it is gone.

privacy-kept-profile = What else your organisation entered about you: department, job title, telephone number, manager.
privacy-kept-browsers = Your sessions and the browsers that you asked to be remembered, until they end.
privacy-kept-terms = What you answered to terms of use, with the moment, for as long as the terms exist.
# $days (Number)
privacy-kept-audit = What administrators and you yourself changed, with who did it and when. After { $days } days this is removed.
# $days (Number)
privacy-kept-deleted = When your account is deleted, all of this is kept for another { $days } days so that it can be restored, and is then removed for good. The logs then have an id in your place that leads to nobody.
# $days (Number)
privacy-kept-mail = Mail to you that could not leave, for { $days } days.
privacy-who-roles = Who of them may read sign-ins:
privacy-own = See and download what is kept of you
