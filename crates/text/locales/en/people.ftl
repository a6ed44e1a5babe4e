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
person-delete-text = All sessions of { $person } end now and signing in no longer works. Under Deleted users you can restore the account with everything in it; when its time there is over, it is removed for good.
# $person (String)
person-delete-button = Delete { $person }
person-done-deleted = Deleted. Under Deleted users this can be restored.
# $person (String)
person-restore-title = Restore { $person }?
# $person (String)
person-restore-text = { $person } gets the account back as it was: user name, second steps, roles and applications. Signing in is needed everywhere.
person-restore-button = Restore
person-done-restored = Restored.
# $person (String)
person-erase-title = Delete { $person } permanently?
# $person (String)
person-erase-text = What is kept of { $person } is removed now, and nobody can bring it back.
person-erase-button = Delete permanently
person-done-erased = Deleted permanently.
# $person (String)
person-oneself-text = You cannot delete { $person }: that is you. Ask another administrator.

## Deleted users

deleted-nav = Deleted users
deleted-title = Deleted users
deleted-intro = Whoever was deleted stays here for some days, as Retention says. Until then everything comes back with Restore; after that it is removed for good.
deleted-empty = Nobody who was deleted can still be restored.
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
deleted-erase-label = Delete permanently: { $person }
search-words-deleted = removed people restore bring back undelete bin

## Several people at once

# $person (String)
selected-pick = Choose { $person }
selected-with = With who is chosen:
selected-column-came = What happens
selected-will = yes
selected-is-done = done
selected-block = { $n ->
    [0] Nobody can be blocked
    [one] Block 1 person?
   *[other] Block { $n } people?
}
selected-unblock = { $n ->
    [0] Nobody can be unblocked
    [one] Unblock 1 person?
   *[other] Unblock { $n } people?
}
selected-end-sessions = { $n ->
    [0] Nobody's sessions can be ended
    [one] End all sessions of 1 person?
   *[other] End all sessions of { $n } people?
}
selected-delete = { $n ->
    [0] Nobody can be deleted
    [one] Delete 1 person?
   *[other] Delete { $n } people?
}
selected-blocked = { $n ->
    [one] 1 person is blocked
   *[other] { $n } people are blocked
}
selected-unblocked = { $n ->
    [one] 1 person is unblocked
   *[other] { $n } people are unblocked
}
selected-sessions-ended = { $n ->
    [one] The sessions of 1 person have ended
   *[other] The sessions of { $n } people have ended
}
selected-deleted = { $n ->
    [one] 1 person is deleted
   *[other] { $n } people are deleted
}
selected-block-text = All their sessions end now and signing in no longer works. Nothing is deleted; you can undo this for each.
selected-unblock-text = Signing in works again. Whoever never accepted an invitation needs a new one.
selected-delete-text = All their sessions end now and signing in no longer works. Under Deleted users each can be restored; when their time there is over, they are removed for good.
selected-already = stays as it is: it is so already
selected-more = stays as it is: they hold a role that you do not
selected-oneself = stays as it is: that is you
selected-last = stays as it is: the last Global Administrator who can sign in

## The list: columns, guests, a file of it

users-columns = Columns
users-columns-hint = At most four. They stand in the address, so a bookmark keeps them.
guests-title = Guests
guests-intro = People from outside who have an account here.
guests-add = Add guest
guests-add-title = Add a guest
guests-empty = There are no guests. Add one here; somebody who has an account becomes one on their page: Change, Kind of account.
search-words-guests = external outside visitors partners
export-button = Export

## Importing people

import-open = Import
import-title = Import people
import-intro = A file with a line for each person. Who is not there yet is added; who is, by the same user name, is brought up to date. Importing it again changes nothing.
import-file = File
import-file-hint = CSV in UTF-8, with a heading such as userPrincipalName, displayName, department, manager. The files of Microsoft's admin centres work as they are. Empty cells leave things as they are.
import-inviting = Invitations for who is added
import-inviting-mail-hint = Whoever has a mail address gets an invitation at once.
import-inviting-links = Make a link for each
import-inviting-links-hint = The report shows them once. Give each only to the person it is for.
import-inviting-nobody = Not yet
import-inviting-nobody-hint = You invite people later, or the file has a password for each. It is changed at the first sign-in.
import-trial = Only say what would happen
import-trial-hint = Nothing is changed and nobody gets mail.
import-button = Import
import-busy = Two imports run already. Wait until one of them is done.
import-error-large = The file is too large: at most 20,000 people and 16 MB. Import it in parts.
import-error-text = The file is no UTF-8. Save it as CSV UTF-8 and try again.
import-error-empty = There is nobody in the file: it needs a heading and a line for each person.
# $column (String)
import-error-column = There is no column { $column }. Rename it as the book says, or take it out.
# $column (String)
import-error-twice = The column { $column } says what another column says. Take one of them out.
import-error-names = No column has the user names. Call it userPrincipalName.
# $line (String)
import-error-line = Line { $line } is no line of a table: it has more cells than the heading, or a quote that is not closed.
# $rows (Number)
# $of (Number)
import-running = { $rows } of { $of } people are done.
# $passwords (Number)
# $of (Number)
import-running-passwords = { $passwords } of { $of } passwords are hashed.
import-running-hint = You can leave this page: it goes on.
import-again = Look again
# $rows (Number)
# $of (Number)
import-failed = The import stopped after { $rows } of { $of } people. Those stay as they are now; import the file again for the rest.
# $added (Number)
# $changed (Number)
# $same (Number)
# $refused (Number)
import-done = { $added } added, { $changed } changed, { $same } left as they were, { $refused } refused.
# $added (Number)
# $changed (Number)
# $same (Number)
# $refused (Number)
import-done-trial = This would happen: { $added } added, { $changed } changed, { $same } left as they are, { $refused } refused. Nothing was changed.
# $columns (String)
import-not-kept = Sluis does not keep these columns: { $columns }.
import-rows = Lines that want your attention
import-column-line = Line
import-column-said = What became of it
import-refused = Refused.
import-row-link = Added. The link lets this person in, once:
import-cut = { $n ->
    [one] One more line is not shown.
   *[other] { $n } more lines are not shown.
}
import-more = Import another file
# $attribute (String)
# $error (String)
import-why-value = { $attribute }: { $error }
import-why-twice = Another line has this user name too.
import-why-former = Somebody had this user name before it was changed. It stays theirs.
import-why-deleted = This person was deleted. Restore them first, under Deleted users.
import-why-more = This person holds a role that you do not hold.
import-why-circle = The manager reports to this person, directly or through others.
import-why-password = This password is not taken: it is shorter than 8 characters, or hashed in another way than Argon2id at today's cost. Leave it out and send an invitation.
import-why-dear = This password is hashed at a higher cost than is set here. Leave it out and send an invitation, or let whoever runs Sluis raise the cost of passwords in its configuration.
import-why-unclear = Whether the account is blocked or enabled is said in a word that is neither yes nor no. Write yes or no, or leave the cell empty.
import-why-blocking = This person is there already; block or unblock them on their page.
search-words-import = upload csv file spreadsheet bulk many

## Roles that end

# $day (String)
person-role-until = until { $day }
person-role-last-day = Last day
person-done-no-such-day = Nothing was given. Fill in a day to come, such as 2031-03-31.
users-order = Order
users-order-name = Name
users-order-user-name = User name
users-order-last = Last sign-in
users-order-created = Added last
