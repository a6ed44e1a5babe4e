# What If: a sign-in that might be

whatif-title = What If
search-words-whatif = conditional access what-if simulate evaluate test try
whatif-about = What policies would say of a sign-in that has not happened. Nothing is changed or kept; the address can be shared.
whatif-ask = Ask about a sign-in
whatif-button = What would happen?
whatif-choose = Choose
whatif-not-given = Not given
whatif-person = Person
whatif-person-hint = The name to sign in with. Groups, roles and methods are those of this moment.
whatif-open = What is opened
whatif-address = Address
whatif-address-hint = For example 203.0.113.7. Without one, a policy about locations does not apply.
whatif-country = Country
whatif-country-hint = Two letters, such as NL. Without them, that of the address.
whatif-browser = Browser
whatif-browser-known = Used before
whatif-browser-new = Never used before
whatif-client-usual = What the application is
whatif-given = What was given
whatif-given-hint = A method that this person does not have counts as set up here.
whatif-given-first = What is asked first
whatif-more = Policies that are otherwise, device, risk
whatif-policy = With this policy otherwise
whatif-policy-hint = Judged as if it were saved like that. Nothing is saved.
whatif-policy-none = All as they are
whatif-then = As if it were
whatif-then-on = On
whatif-then-off = Off
whatif-then-gone = Deleted
whatif-device-compliant = Managed and compliant
whatif-device-joined = Joined to the domain
whatif-device-neither = Registered, and neither of these
whatif-risk-none = None
whatif-risk-low = Low
whatif-risk-medium = Medium
whatif-risk-high = High
whatif-flow-none = In the usual way
whatif-flow-code = With a code on another device
whatif-flow-transfer = Handed over from another device
# $person (String)
# $app (String)
whatif-result-in = { $person } is let in to { $app }
# $person (String)
# $app (String)
whatif-result-asked = { $person } is asked for more before { $app } opens
# $person (String)
# $app (String)
whatif-result-stuck = { $person } does not get in to { $app }: something is asked that is not set up
# $person (String)
# $app (String)
whatif-result-stopped = { $person } is stopped before { $app } opens
# $person (String)
# $app (String)
whatif-result-obstacle = { $person } does not get in to { $app }, whatever policies say
whatif-obstacle-blocked = The account is blocked, deleted or past its last day.
whatif-obstacle-assigned = This person is not named under who may sign in.
# $policy (String)
whatif-draft-on = Judged as if “{ $policy }” were on.
# $policy (String)
whatif-draft-off = Judged as if “{ $policy }” were off.
# $policy (String)
whatif-draft-gone = Judged as if “{ $policy }” were deleted.
whatif-demands = What is needed, and why
whatif-demands-none = Nothing is needed.
whatif-ways = This would let them in
whatif-seen = Looked at
# $person (String)
whatif-error-person = There is nobody here with the name “{ $person }”. Type the name to sign in with, such as anna@example.org.
whatif-error-open = Choose what is opened.
whatif-error-address = That is no address. Type one such as 203.0.113.7 or 2001:db8::1, or leave it empty.
whatif-error-country = That is no country. Type two letters such as NL, or leave it empty.
# $why (String)
whatif-error-draft = This policy cannot be judged by like that: { $why }
