# Terms of use: the page in a sign-in, the pages of administrators, and one's own.

terms-title = Terms of use
# $organisation (String)
terms-ask = { $organisation } asks you to accept this before you go on.
terms-read = Read the text
terms-accept = Accept
terms-decline = Decline
# $app (String)
stopped-declined = You declined the terms of use. Without them { $app } stays closed.
stopped-declined-do = Have you changed your mind? Try again, and accept them.

terms-about = Documents that people accept before they go on. A policy says who accepts which.
terms-new = New terms of use
terms-empty = There are no terms of use yet. Write them here, and then make a policy that asks people to accept them.
terms-column-languages = Languages
terms-column-again = Asked again
terms-column-answers = Answers
terms-again-never = No
# $days (Number)
terms-again-days = { $days ->
    [one] After a day
   *[other] After { $days } days
}
terms-name-hint = What people read above the text, such as “House rules”.
terms-text-hint = Plain text. An empty line begins a paragraph, a line with “# ” is a heading, lines with “- ” are a list. At most 20,000 characters.
terms-text-en = Text in English
terms-text-nl = Text in Dutch
terms-text-either = One language is enough: whoever reads another sees the text that there is.
terms-open = Show the whole text, with the buttons below it
terms-open-hint = Otherwise the text is folded up, and people open it if they want to read it.
terms-again = Ask again after, in days
terms-again-hint = Leave it empty to ask once.
terms-ask-again = Ask everybody again
terms-ask-again-hint = Also those who accepted an earlier version. Without this, another text is shown to those who have not accepted yet.
# $version (Number)
# $when (String)
terms-version = Version { $version }, changed { $when }
# $policies (String)
terms-used-by = Asked by { $policies }.
terms-unused = No policy asks for them yet.
terms-answers-title = Answers
# $name (String)
terms-answers-of = Answers to { $name }
terms-answers-about = Who accepted or declined, in which version, when and from where.
terms-answers-none = Nobody has answered yet.
terms-answers-open = See the answers
terms-answers-file = Download as CSV
terms-column-answer = Answer
terms-column-version = Version
terms-column-from = From
terms-accepted = Accepted
terms-declined = Declined
terms-delete = Delete terms of use
terms-delete-hint = Terms that a policy asks for are not deleted.
# $name (String)
terms-delete-title = Delete { $name }?
terms-delete-text = Every answer to them goes with them, and neither can be brought back. Download the answers first if you need to show later who accepted.
terms-done-saved = The terms of use were saved.
terms-done-deleted = The terms of use were deleted.
terms-problem-name = Give them a name of at most 256 characters, on one line.
terms-problem-empty = Write the text in at least one language.
terms-problem-text = A text has at most 20,000 characters, and nothing that cannot be shown.
terms-problem-days = Fill in a number of days from 1 to 3,650, or nothing.
terms-problem-too-many = There are 100 terms of use already. Delete some that no policy asks for.
# $policies (String)
terms-problem-used = These policies ask for them: { $policies }. Take them out of those first.
terms-problem-trial = Policies are on trial. Confirm them or take them back first: what they were before may ask for these terms.
terms-problem-meanwhile = Somebody changed them since you opened this page. Open it again to see what they are now.
policies-edit-terms = Accepted terms of use
policies-edit-terms-none = There are no terms of use yet.
# $name (String)
policies-grant-terms-named = accepted “{ $name }”
# $ids (String)
policies-problem-terms = It asks for terms of use that are not there: { $ids }. Choose others, or leave them out.
admin-way-accept = by accepting the terms of use
admin-need-terms = Accepted terms of use
my-terms-title = Terms of use
my-terms-about = What you accepted or declined here, and the text that you were shown.
my-terms-none = You have not been asked to accept any terms of use.
my-terms-open = Terms of use that you accepted
search-words-terms = terms of use agreement consent conditions acceptance accept privacy rules

# $by (String)
# $whom (String)
audit-add-terms = { $by } made the terms of use { $whom }.
audit-add-terms-name = Terms of use added
# $by (String)
# $whom (String)
audit-change-terms = { $by } changed the terms of use { $whom }.
audit-change-terms-name = Terms of use changed
# $by (String)
# $whom (String)
audit-remove-terms = { $by } deleted the terms of use { $whom }, with every answer to them.
audit-remove-terms-name = Terms of use deleted
# $by (String)
# $whom (String)
audit-accept-terms = { $by } accepted the terms of use { $whom }.
audit-accept-terms-name = Terms of use accepted
# $by (String)
# $whom (String)
audit-decline-terms = { $by } declined the terms of use { $whom }.
audit-decline-terms-name = Terms of use declined
# $by (String)
# $whom (String)
audit-export-terms-answers = { $by } took the answers to the terms of use { $whom } out in a file.
audit-export-terms-answers-name = Answers to terms of use exported
audit-property-version = Version
audit-property-languages = Languages
audit-property-must-view = Whole text shown
audit-property-again-days = Asked again after days
audit-property-oldest-accepted = Oldest version that counts
audit-property-answers = Answers
