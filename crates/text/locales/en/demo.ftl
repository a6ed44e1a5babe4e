# The demo: what is said on every page of it, and the example application beside it.

demo-banner = Demo: nothing here is real.
demo-intranet = Intranet of De Vries Accountants
demo-intranet-about = An example of an application that leaves signing in to Sluis.
demo-sign-in = Sign in
demo-sign-out = Sign out
# $name (String)
demo-hello = Hello { $name }, you are in.
demo-told = What Sluis told this application
demo-phone = The telephone of the demo
demo-phone-about = In real life these codes are on each person's own telephone, and nowhere else.
demo-wrong = Signing in did not work
demo-nothing = There is no such page.
