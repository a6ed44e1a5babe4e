# Gebruikers: mensen wijzigen, verwijderen en terugzetten.

## Wat er van iemand bekend is

attribute-user-principal-name = Gebruikersnaam
attribute-user-principal-name-hint = Hiermee wordt aangemeld. De oude naam werkt niet meer, en niemand anders krijgt die.
attribute-display-name = Weergavenaam
attribute-given-name = Voornaam
attribute-surname = Achternaam
attribute-mail = E-mailadres
attribute-other-mails = Andere e-mailadressen
attribute-other-mails-hint = Eén per regel, ten hoogste tien.
attribute-mobile-phone = Telefoon
attribute-mobile-phone-hint = Voor wie wil bellen. Het bewijst niets.
attribute-preferred-language = Taal
attribute-job-title = Functie
attribute-department = Afdeling
attribute-company-name = Bedrijf
attribute-employee-id = Personeelsnummer
attribute-manager = Leidinggevende
attribute-manager-hint = De gebruikersnaam van de leidinggevende.
attribute-usage-location = Werkt in
attribute-usage-location-hint = De twee letters van een land, zoals NL.
attribute-user-type = Soort account
attribute-user-type-member = Lid
attribute-user-type-guest = Gast
attribute-account-ends = Laatste dag
attribute-account-ends-hint = Vanaf de dag erna kan er niet meer worden aangemeld. Laat leeg voor wie blijft.

attribute-error-needed = Dit kan niet leeg zijn of langer dan 120 tekens.
attribute-error-name = Een gebruikersnaam is 1 tot 256 tekens zonder spaties.
attribute-error-name-taken = Iemand anders heeft deze gebruikersnaam, had die vroeger, of is ermee verwijderd. Kies een andere.
attribute-error-mail = Vul een e-mailadres in, zoals anna@example.org.
attribute-error-mails = Vul e-mailadressen in, één per regel en ten hoogste tien.
attribute-error-phone = Vul cijfers in, en wat ertussen staat: + - ( ) . /
attribute-error-long = Dit is te lang, of er staan tekens in die niemand ziet.
attribute-error-manager = Niemand meldt zich met deze gebruikersnaam aan. Vul de gebruikersnaam van de leidinggevende in.
attribute-error-circle = Deze leidinggevende valt zelf onder deze persoon, rechtstreeks of via anderen. Kies een andere.
attribute-error-country = Vul de twee letters van een land in, zoals NL.
attribute-error-day = Vul een dag in, zoals 2027-03-31.
attribute-error-choice = Kies er een uit de lijst.
attribute-error-oneself = Regels lezen dit. Vraag een andere beheerder om het voor u te wijzigen.
attribute-error-last = Dit is de laatste globale beheerder van wie het account niet afloopt. Maak eerst iemand anders globale beheerder.

## Iemand wijzigen

person-edit-title = { $person } wijzigen
person-edit-intro = Elke wijziging komt in het auditlogboek, met de oude en de nieuwe waarde.
person-edit = Wijzigen
person-edit-section-name = Naam
person-edit-section-reach = Bereiken
person-edit-section-work = Werk
person-edit-section-account = Account
person-done-changed = Opgeslagen. Wat er is gewijzigd, staat in het auditlogboek.
person-done-unchanged = Er was niets anders, dus er is niets gewijzigd.

## Iemand verwijderen

person-delete = Verwijderen
person-delete-title = { $person } verwijderen?
person-delete-text = Alle sessies van { $person } eindigen nu en aanmelden kan niet meer. Tot 30 dagen hierna kunt u het account terugzetten, met alles erin; daarna wordt het voorgoed verwijderd.
person-delete-button = { $person } verwijderen
person-done-deleted = Verwijderd. Terugzetten kan nog 30 dagen.
person-restore-title = { $person } terugzetten?
person-restore-text = { $person } krijgt het account terug zoals het was: gebruikersnaam, tweede stappen, rollen en toepassingen. Overal is opnieuw aanmelden nodig.
person-restore-button = Terugzetten
person-done-restored = Teruggezet.
person-erase-title = { $person } definitief verwijderen?
person-erase-text = Alles wat er van { $person } wordt bewaard, wordt nu verwijderd en niemand kan het terughalen. De logboeken houden wat er is gebeurd, zonder de naam.
person-erase-button = Definitief verwijderen
person-done-erased = Definitief verwijderd.
person-oneself-text = U kunt { $person } niet verwijderen: dat bent u zelf. Vraag een andere beheerder.

## Verwijderde gebruikers

deleted-nav = Verwijderde gebruikers
deleted-title = Verwijderde gebruikers
deleted-intro = Wie is verwijderd, blijft hier 30 dagen staan. Tot die tijd komt met Terugzetten alles terug; daarna wordt het voorgoed verwijderd.
deleted-empty = In de afgelopen 30 dagen is niemand verwijderd.
deleted-column-when = Verwijderd
deleted-column-left = Voorgoed weg
deleted-left = { $days ->
    [0] vandaag
    [one] over 1 dag
   *[other] over { $days } dagen
}
deleted-restore-label = { $person } terugzetten
deleted-erase-label = { $person } definitief verwijderen
search-words-deleted = weg mensen terugzetten terughalen herstellen prullenbak
