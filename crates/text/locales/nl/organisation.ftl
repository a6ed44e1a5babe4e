# Instellingen van de organisatie

admin-organisation-title = Instellingen van de organisatie
admin-organisation-what = Hoe de organisatie heet, in welke taal zij spreekt, en wie mensen bellen. Iedereen ziet een wijziging op de volgende pagina.
admin-organisation-manage = Instellingen wijzigen
admin-organisation-name-hint = Deze naam staat op elke pagina en in elke mail.
admin-organisation-name-error = Vul een naam in van hoogstens 120 tekens.
admin-organisation-locale-hint = Voor wie er zelf geen koos.
admin-organisation-help-hint = Een naam, en een telefoonnummer of adres. Het staat op elke pagina waar iemand kan vastlopen.
admin-organisation-contact-error = Vul een naam in, en een telefoonnummer of adres, op één regel van hoogstens 200 tekens.
admin-organisation-privacy = Wie mensen vragen naar hun gegevens
admin-organisation-privacy-hint = Dit staat op de pagina over privacy. Is het leeg, dan verwijst die pagina naar de organisatie.
admin-organisation-undo = Dit zijn de waarden van vóór die wijziging. Er verandert niets tot u opslaat.
