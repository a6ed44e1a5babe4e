# Groups: who is in them, and what that gives.

groups-title = Groups
groups-count = { $n ->
        [one] 1 group
       *[other] { $n } groups
    }
groups-search = Name begins with
groups-add = New group
groups-empty = There are no groups yet. A group gives many people the same access at once.
# $filter (String)
groups-no-result = No group fits this filter: { $filter }.
groups-deleted-link = Deleted groups
groups-column-members = Members
groups-column-kind = Membership
groups-column-gives = Gives
groups-assigned = Assigned
groups-by-rule = By rule
groups-rule-paused = By rule, paused
groups-gives-nothing = Nothing
groups-gives-access = Access
groups-gives-roles = Roles
groups-members-many = more than 1,000

## New

groups-new-title = New group
groups-name = Name
groups-description = What it is for
groups-carries-roles = This group may carry roles
groups-carries-roles-hint = Whoever is in it holds the roles that it is given. Only role administrators change who is in it, no other group can be put in it, and no rule can fill it. This cannot be changed later.
groups-new-button = Make group
groups-error-name = Give the group a name of at most 120 characters.
groups-error-description = Use at most 400 characters, on one line.
groups-error-roles-by-rule = A group that may carry roles cannot be filled by a rule.

## One group

groups-facts = About this group
groups-created = Made
groups-id = Object id
groups-kind-roles = may carry roles
groups-members = Members
groups-members-none = Nobody is in this group.
groups-members-cut = The 500 people added last are shown here. The file has everybody.
groups-a-group = Group
# $name (String)
groups-remove-member = Remove { $name }
groups-member = Person or group
groups-member-hint = A name, a user name or the name of a group.
groups-add-member = Add
groups-choose = Several fit. Which one?
# $name (String)
groups-add-this = Add { $name }
# $typed (String)
groups-error-nobody = Nobody and no group fits { $typed }. Type the beginning of a name, or a whole user name.
groups-error-member = This is already in the group.
groups-error-circle = That group contains this one. A group cannot be in itself.
groups-error-depth = Groups can be in one another 16 deep, and this would be deeper.
groups-error-breadth = That group holds more than 1,000 other groups.
groups-error-nesting = This group may carry roles, so only people can be in it.
groups-error-owner = This person is an owner already.
groups-owners = Owners
groups-owners-hint = Whom people ask about this group. Being an owner gives no rights.
groups-owners-none = Nobody is named as owner.
groups-owner = User name of the owner
groups-add-owner = Add owner
# $name (String)
groups-remove-owner = Remove { $name } as owner
groups-used = What being in it gives
groups-used-none = Nothing yet: it is in no other group, gives no application and carries no role.
groups-used-inside = In these groups, with what they give
groups-used-apps = Access to applications
groups-used-roles = Roles
# $role (String)
groups-take-role = Take away { $role } from this group
groups-give-role = Give this group a role
groups-change = Change group
groups-delete = Delete group
groups-delete-hint = What it gives ends at once. It can be restored for 30 days.
groups-file = Members as a file
# $days (Number)
# $when (String)
groups-deleted-notice = { $days ->
        [one] This group was deleted on { $when } and gives nothing. It can be restored for one more day.
       *[other] This group was deleted on { $when } and gives nothing. It can be restored for { $days } more days.
    }
groups-restore = Restore
groups-purge = Delete permanently

## Many members at once

groups-import = Add many people
groups-import-lines = User names, one on each line
groups-import-hint = Or a file with commas whose first line names the columns; the column userPrincipalName is read. Whoever is in the group stays in it.
groups-import-button = Add these people
groups-imported = { $added ->
        [one] 1 person was added.
       *[other] { $added } people were added.
    }
groups-imported-there = { $n ->
        [one] 1 was in the group already.
       *[other] { $n } were in the group already.
    }
groups-imported-unknown = { $n ->
        [one] 1 line is nobody's user name:
       *[other] { $n } lines are nobody's user name:
    }
groups-error-import-column = The first line names columns, and userPrincipalName is not among them.
groups-error-import-many = At most 5,000 lines at once.

## Rules

groups-rule = The rule
groups-rule-hint = For example: user.department -eq "Sales" -and user.accountEnabled -eq true
groups-rule-save = Save rule
groups-rule-preview = Show who it fits
groups-rule-pause = Pause
groups-rule-resume = Resume
groups-rule-paused-notice = The rule is paused: nobody is added or removed by it.
groups-rule-running = Members follow the rule within seconds of a change; in a large organisation it can take some minutes.
groups-rule-fits = { $n ->
        [0] The rule fits nobody.
        [one] The rule fits 1 person:
       *[other] The rule fits { $n } people:
    }
# $first (Number)
groups-rule-fits-more = The first { $first } are shown.
# $why (String)
groups-error-rule = The rule cannot be read: { $why }.
groups-rule-too-long = it is longer than 3,072 characters
groups-rule-too-deep = it is nested too deep
groups-rule-ends = it ends where more is needed
groups-rule-open-text = a quote is not closed
# $word (String)
groups-rule-unexpected = { $word } is not expected there

## Deleted

groups-deleted-title = Deleted groups
groups-deleted-empty = No group was deleted in the last 30 days.
groups-deleted-about = A deleted group gives nothing. After 30 days it is gone for good.
groups-column-deleted = Deleted
groups-column-left = Days left

## A person's page, and an application's

# $person (String)
groups-person-none = { $person } is in no group.
groups-person-through = through a group in it
# $group (String)
groups-through = through group { $group }
groups-person-apps = Applications through groups
groups-app-groups = Groups
groups-app-groups-none = No group gives access.
groups-app-add = Name of the group
groups-app-add-button = Add group
# $typed (String)
groups-app-nobody = No group is called { $typed }.

## Questions

# $group (String)
groups-confirm-delete-title = Delete { $group }?
# $members (Number)
groups-confirm-delete-text = { $members ->
        [0] Nobody is in it.
        [one] One member loses what it gives.
       *[other] { $members } members lose what it gives.
    }
# $names (String)
groups-confirm-delete-roles = Roles: { $names }.
# $names (String)
groups-confirm-delete-apps = Access to { $names }.
# $names (String)
groups-confirm-delete-inside = It is in { $names }.
groups-confirm-delete-after = It can be restored for 30 days.
groups-confirm-delete-button = Delete group
# $group (String)
groups-confirm-purge-title = Delete { $group } permanently?
groups-confirm-purge-text = Its members stay, the group does not. This cannot be undone.
groups-confirm-purge-button = Delete permanently
# $group (String)
groups-last-administrator-text = After this change of { $group } no administrator would come in any more, by the roles that it carries or by the policies that name it. Make somebody else Global Administrator, or change those policies first.

## What was done

groups-done-added = The group was made.
groups-done-deleted = The group was deleted. It can be restored for 30 days.
groups-done-restored = The group was restored, with its members and what it gives.
groups-done-purged = The group is gone for good.
groups-done-member-added = Added to the group.
groups-done-member-removed = Removed from the group. What only the group gave is over.
groups-done-owner-added = The owner was added.
groups-done-owner-removed = The owner was removed.

## In the audit log

audit-group-gone = a group that is no longer there
audit-property-group = Group
audit-property-carries-roles = May carry roles
audit-property-description = What it is for
groups-role-administrator = Groups Administrator
search-groups = Groups
search-words-groups = group members teams department access
search-words-add-group = create group
search-words-deleted-groups = restore bin
# $by (String)
# $whom (String)
audit-add-group = { $by } made the group { $whom }.
audit-add-group-name = Group made
# $by (String)
# $whom (String)
audit-change-group = { $by } changed the group { $whom }.
audit-change-group-name = Group changed
# $by (String)
# $whom (String)
audit-delete-group = { $by } deleted the group { $whom }.
audit-delete-group-name = Group deleted
# $by (String)
# $whom (String)
audit-restore-group = { $by } restored the group { $whom }.
audit-restore-group-name = Group restored
# $by (String)
# $whom (String)
audit-purge-group = { $by } deleted the group { $whom } permanently.
audit-purge-group-name = Group deleted permanently
# $by (String)
# $whom (String)
audit-add-group-member = { $by } added a member to the group { $whom }.
audit-add-group-member-name = Member added to a group
# $by (String)
# $whom (String)
audit-remove-group-member = { $by } removed a member from the group { $whom }.
audit-remove-group-member-name = Member removed from a group
# $by (String)
# $whom (String)
audit-add-group-owner = { $by } added an owner to the group { $whom }.
audit-add-group-owner-name = Owner added to a group
# $by (String)
# $whom (String)
audit-remove-group-owner = { $by } removed an owner from the group { $whom }.
audit-remove-group-owner-name = Owner removed from a group
# $by (String)
# $whom (String)
audit-give-group-role = { $by } gave the group { $whom } a role.
audit-give-group-role-name = Role given to a group
# $by (String)
# $whom (String)
audit-take-group-role = { $by } took a role from the group { $whom }.
audit-take-group-role-name = Role taken from a group
audit-property-rule = Rule
audit-property-rule-paused = Rule paused
audit-property-members-added = Added
audit-property-members-removed = Removed
audit-and-more = { $n ->
        [one] and 1 more
       *[other] and { $n } more
    }
# $whom (String)
audit-follow-group-rule = The rule of the group { $whom } added or removed people.
audit-follow-group-rule-name = People added or removed by a rule
groups-error-rules = At most 200 groups can be filled by rules at the same time.
groups-new-rule = Rule
groups-new-rule-hint = Leave it empty to add people yourself. With a rule, people come and go by what is known of them: user.department -eq "Sales" -and user.accountEnabled -eq true
audit-property-people = People
# $by (String)
# $whom (String)
audit-export-group-members = { $by } wrote the members of the group { $whom } to a file.
audit-export-group-members-name = Members of a group written to a file
# $number (Number)
# $line (String)
groups-import-line = line { $number }: { $line }
groups-app-members = { $n ->
        [one] Whoever is in one group may sign in.
       *[other] Whoever is in one of { $n } groups may sign in.
    }
