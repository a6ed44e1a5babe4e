# Organisation settings

admin-organisation-title = Organisation settings
admin-organisation-what = What the organisation is called, in which language it speaks, and whom people call. Everybody sees a change at their next page.
admin-organisation-manage = Change the settings
admin-organisation-name-hint = It stands on every page and in every mail.
admin-organisation-name-error = Give a name of at most 120 characters.
admin-organisation-locale-hint = For whoever has not chosen one.
admin-organisation-help-hint = A name, and a telephone number or address. It stands on every page on which somebody may be stuck.
admin-organisation-contact-error = Give a name, and a telephone number or address, on one line of at most 200 characters.
admin-organisation-privacy = Whom people ask about their data
admin-organisation-privacy-hint = It stands on the page about privacy. Without it, that page sends them to the organisation.
admin-organisation-undo = These are the values from before that change. Nothing is put back until you save.
