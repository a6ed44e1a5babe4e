# Directory roles, and who holds them.

roles-title = Roles
roles-intro = A role lets somebody look after a part of Sluis. Give the smallest one that is enough; it is given on the page of a person or group.
roles-column-role = Role
roles-column-about = What it is for
roles-column-held = Held by
roles-held-none = Nobody
roles-people = { $n ->
        [one] 1 person
       *[other] { $n } people
    }
roles-people-many = 100 people or more
roles-groups-many = 100 groups or more
roles-given = People who were given it
roles-through = Groups that carry it
roles-through-about = Whoever is in one of these groups holds the role for as long.
roles-nobody = Nobody holds this role. Give it on the page of a person, under Roles.
roles-no-person = Nobody was given it themselves.
roles-to-people = Active users
search-words-roles = roles administrators permissions rights who

roles-about-global = May do everything, also give and take roles.
roles-about-application = Registers applications, their secrets and addresses, and who may sign in to them.
roles-about-authentication = Helps people who are no administrators: invitations, second steps, locks, sessions.
roles-about-conditional-access = Writes conditional access policies and turns security defaults on and off; reads sign-ins.
roles-about-helpdesk = Gives people who are no administrators a way to a new password, and ends their sessions.
roles-about-password = Gives people who are no administrators a way to a new password.
roles-about-privileged-authentication = Helps people with invitations, second steps and locks, and blocks them; of administrators those who hold no role beyond this one.
roles-about-privileged-role = Gives and takes roles, and says who is in groups that carry them.
roles-about-security = Writes policies and security settings; reads sign-ins and the audit log.
roles-about-user = Adds, changes, blocks, deletes and helps people who are no administrators; makes groups.
roles-about-groups = Makes groups and says who is in them, except in groups that carry roles.
roles-about-authentication-policy = Says which second steps people may register, and for how long browsers are trusted.
roles-about-global-reader = Sees everything that administrators see, and changes nothing.
roles-about-security-operator = Sees people, security settings, sign-ins and the audit log.
roles-about-security-reader = Sees people, applications, security settings, sign-ins and the audit log.
roles-about-reports-reader = Sees sign-ins and the audit log.
roles-about-synchronisation = For the account of a program that brings people in from another directory. Security defaults leave it alone. It opens no page.
roles-about-elsewhere = Opens nothing in Sluis. It is here because policies name it, and administrators of this kind are asked for a second step too.
