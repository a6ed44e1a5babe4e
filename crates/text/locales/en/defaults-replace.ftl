# Security defaults replaced by policies in one step.

defaults-replace-title = Replace security defaults by policies
defaults-replace-about = Security defaults go off and four policies go on, in one step: there is no moment in which nothing is asked.
defaults-replace-offer = Rules of your own?
defaults-replace-offer-text = Conditional access policies cannot be on beside security defaults. Replace security defaults by four policies that ask at least as much, and change those as you like.
defaults-replace-open = Replace them by policies in one step
defaults-replace-policies = What takes their place
defaults-replace-whom = Who will notice
defaults-replace-stricter = The policies ask more than security defaults: everybody gives a second step for every application, and not only where something is unusual.
# $n (Number)
defaults-replace-without = { $n ->
        [0] Everybody has set up a second step.
        [one] 1 person has no second step yet, and sets one up at the next sign-in.
       *[other] { $n } people have no second step yet, and set one up at their next sign-in.
    }
defaults-replace-look = Who would have been asked in the last 30 days?
defaults-replace-button = Replace security defaults
defaults-replace-off = Security defaults are off, so there is nothing to replace.
defaults-replace-done = Security defaults are off, and four policies are on in their place.
