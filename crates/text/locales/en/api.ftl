# What applications may do at the admin API.

api-title = Access to the admin API
api-intro = A script or an application reads and changes the organisation with these permissions. On its own it has exactly these; on behalf of somebody never more than that person may.
api-none = It has no permissions.
api-behalf-own = on its own
api-behalf-person = on behalf of whoever signs in
api-give = Permission
api-give-button = Give this permission
# $name (String)
# $behalf (String)
api-take = Remove { $name } { $behalf }
api-who-gives = A Global Administrator or a Privileged Role Administrator gives permissions.
api-user-read = see one's own account
api-user-read-all = see people
api-user-write-all = see, add, change, block and delete people
api-group-read-all = see groups and their members
api-group-write-all = see, make, fill, change and delete groups
api-role-read = see who holds which role
api-role-write = see who holds which role, give and take roles
api-app-read = see applications and who is named for them
api-app-write = see, add, change and delete applications and their secrets
api-app-name = name people and groups for applications
api-method-read = see which second steps people have
api-method-write = see and remove second steps of people
api-log-read = see the sign-in log, the audit log and who has which second step
api-policy-read = see conditional access
api-policy-write = see and change conditional access
api-policy-methods = see and change who may use which second step
api-itself = The application itself
api-property-own = Permission on its own
api-property-person = Permission on behalf of people
api-property-through = Through application
