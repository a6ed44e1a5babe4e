# Policy tests: statements that must stay true whatever policies say

tests-title = Policy tests
search-words-tests = conditional access policy tests statements check prove
tests-about = Statements that must stay true, whoever changes which policy. Each is tried with everybody whom policies tell apart, from every place that they tell apart; again after each save, and every day.
tests-empty = There are no tests yet. Say what must never happen, such as a guest who gets in without a second step, and you are told as soon as a policy lets it.
tests-holds = Holds
tests-broken = Does not hold
tests-says-nothing = Says nothing any more: what it is about is gone
tests-cut-short = Not looked at to the end: there is too much to try
tests-some-people = Holds as far as was looked: not everybody was looked at
tests-underway = Is being looked at: open this page again in a moment
tests-add = Add a test
tests-name = Name
tests-name-hint = What you will recognise it by.
tests-whom = Who
tests-person = Or one person
tests-person-hint = The name to sign in with. Goes before the choice above.
tests-open = What is opened
tests-whence = From where
tests-rule = What must be so
tests-add-button = Add test
tests-remove = Remove
# $name (String)
tests-remove-label = Remove the test { $name }
# $proven (String)
tests-choose-rule-without = Never get in without { $proven }
# $proven (String)
tests-choose-rule-always = Always get in with { $proven }
tests-choose-rule-never = Never get in
tests-everybody = Everybody
tests-members = Members
tests-guests = Guests
# $role (String)
tests-role = Whoever holds the role { $role }
# $group (String)
tests-group = Whoever is in the group { $group }
tests-gone = (gone)
tests-anything = any application
tests-anywhere = from anywhere
# $place (String)
tests-at = from { $place }
# $place (String)
tests-outside = from outside { $place }
tests-untrusted = from a place that is not trusted
tests-password = a password
tests-second-step = a second step
tests-phishing-resistant = a passkey
# $whom (String)
# $what (String)
# $whence (String)
# $proven (String)
tests-never-without = { $whom }: never let in to { $what } { $whence } without { $proven }
# $whom (String)
# $what (String)
# $whence (String)
tests-never = { $whom }: never let in to { $what } { $whence }
# $whom (String)
# $what (String)
# $whence (String)
# $proven (String)
tests-always = { $whom }: always let in to { $what } { $whence } with { $proven }
# $person (String)
# $what (String)
# $whence (String)
# $given (String)
tests-example-in = { $person } is let in to { $what } { $whence } with { $given }.
# $person (String)
# $what (String)
# $whence (String)
# $given (String)
tests-example-out = { $person } is not let in to { $what } { $whence } with { $given }.
tests-nobody = Somebody whom no policy names
tests-nobody-guest = A guest whom no policy names
tests-unnamed-application = an application that no policy names
# $address (String)
tests-from-address = from { $address }
# $country (String)
tests-from-country = from { $country }
tests-from-unknown = from a place that cannot be told
# $platform (String)
tests-on = on { $platform }
tests-what-if = Ask What If
tests-error-name = Give it a name.
# $person (String)
tests-error-person = There is nobody here with the name “{ $person }”.
tests-error-many = There are 100 tests already. Remove one first.
tests-done-added = The test was added.
tests-done-removed = The test was removed.
# $by (String)
# $whom (String)
audit-add-policy-test = { $by } added the policy test { $whom }.
audit-add-policy-test-name = Policy test added
# $by (String)
# $whom (String)
audit-remove-policy-test = { $by } removed the policy test { $whom }.
audit-remove-policy-test-name = Policy test removed
