# Users: changing, deleting and restoring people.

## What is known of a person

attribute-user-principal-name = User name
attribute-user-principal-name-hint = What they sign in with. The old one no longer works, and nobody else gets it.
attribute-display-name = Display name
attribute-given-name = Given name
attribute-surname = Family name
attribute-mail = Mail address
attribute-other-mails = Other mail addresses
attribute-other-mails-hint = One a line, at most ten.
attribute-mobile-phone = Telephone
attribute-mobile-phone-hint = For people who want to call. It proves nothing.
attribute-preferred-language = Language
attribute-job-title = Job title
attribute-department = Department
attribute-company-name = Company
attribute-employee-id = Employee number
attribute-manager = Manager
attribute-manager-hint = The user name of whom they report to.
attribute-usage-location = Works in
attribute-usage-location-hint = The two letters of a country, such as NL.
attribute-user-type = Kind of account
attribute-user-type-member = Member
attribute-user-type-guest = Guest
attribute-account-ends = Last day
attribute-account-ends-hint = From the day after, signing in no longer works. Leave it empty for somebody who stays.

attribute-error-needed = This cannot be empty or longer than 120 characters.
attribute-error-name = A user name is 1 to 256 characters without spaces.
attribute-error-name-taken = Somebody else has this user name, had it before, or was deleted with it. Choose another one.
attribute-error-mail = Fill in a mail address such as anna@example.org.
attribute-error-mails = Fill in mail addresses, one a line and at most ten.
attribute-error-phone = Fill in digits, and what stands between them: + - ( ) . /
attribute-error-long = This is too long, or has characters that nobody sees.
attribute-error-manager = Nobody signs in with this user name. Fill in the user name of the manager.
attribute-error-circle = This manager reports to the person, directly or through others. Choose another one.
attribute-error-country = Fill in the two letters of a country, such as NL.
attribute-error-day = Fill in a day, such as 2027-03-31.
attribute-error-choice = Choose one of the list.
attribute-error-oneself = Rules read this. Ask another administrator to change it for you.
attribute-error-last = This is the last Global Administrator whose account does not end. Make somebody else Global Administrator first.

## Changing a person

# $person (String)
person-edit-title = Change { $person }
person-edit-intro = Each change is kept in the audit log, with the old and the new value.
person-edit = Change
person-edit-section-name = Name
person-edit-section-reach = Reaching them
person-edit-section-work = Work
person-edit-section-account = Account
person-done-changed = Saved. What changed is in the audit log.
person-done-unchanged = Nothing was different, so nothing changed.

## Deleting a person

person-delete = Delete
# $person (String)
person-delete-title = Delete { $person }?
# $person (String)
person-delete-text = All sessions of { $person } end now and signing in no longer works. For 30 days you can restore the account with everything in it; after that it is removed for good.
# $person (String)
person-delete-button = Delete { $person }
person-done-deleted = Deleted. For 30 days this can be restored.
# $person (String)
person-restore-title = Restore { $person }?
# $person (String)
person-restore-text = { $person } gets the account back as it was: user name, second steps, roles and applications. Signing in is needed everywhere.
person-restore-button = Restore
person-done-restored = Restored.
# $person (String)
person-erase-title = Delete { $person } permanently?
# $person (String)
person-erase-text = Everything that is kept of { $person } is removed now, and nobody can bring it back. The logs keep what happened, without the name.
person-erase-button = Delete permanently
person-done-erased = Deleted permanently.
# $person (String)
person-oneself-text = You cannot delete { $person }: that is you. Ask another administrator.

## Deleted users

deleted-nav = Deleted users
deleted-title = Deleted users
deleted-intro = Whoever was deleted stays here for 30 days. Until then everything comes back with Restore; after that it is removed for good.
deleted-empty = Nobody was deleted in the last 30 days.
deleted-column-when = Deleted
deleted-column-left = Removed for good
# $days (Number)
deleted-left = { $days ->
    [0] today
    [one] in 1 day
   *[other] in { $days } days
}
# $person (String)
deleted-restore-label = Restore { $person }
# $person (String)
deleted-erase-label = Delete { $person } permanently
search-words-deleted = removed people restore bring back undelete bin
