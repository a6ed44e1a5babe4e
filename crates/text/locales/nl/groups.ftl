# Groepen: wie erin zit, en wat dat geeft.

groups-title = Groepen
groups-count = { $n ->
        [one] 1 groep
       *[other] { $n } groepen
    }
groups-search = Naam begint met
groups-add = Nieuwe groep
groups-empty = Er zijn nog geen groepen. Een groep geeft veel mensen in één keer dezelfde toegang.
groups-no-result = Geen groep past bij dit filter: { $filter }.
groups-deleted-link = Verwijderde groepen
groups-column-members = Leden
groups-column-kind = Lidmaatschap
groups-column-gives = Geeft
groups-assigned = Toegewezen
groups-by-rule = Met een regel
groups-rule-paused = Met een regel, gepauzeerd
groups-gives-nothing = Niets
groups-gives-access = Toegang
groups-gives-roles = Rollen
groups-members-many = meer dan 1.000

## Nieuw

groups-new-title = Nieuwe groep
groups-name = Naam
groups-description = Waarvoor de groep is
groups-carries-roles = Aan deze groep kunnen rollen worden toegekend
groups-carries-roles-hint = Wie erin zit, heeft de rollen die de groep krijgt. Alleen rolbeheerders wijzigen wie erin zit, er kan geen andere groep in, en geen regel kan de groep vullen. Dit kan later niet worden gewijzigd.
groups-new-button = Groep maken
groups-error-name = Geef de groep een naam van hoogstens 120 tekens.
groups-error-description = Gebruik hoogstens 400 tekens, op één regel.
groups-error-roles-by-rule = Een groep waaraan rollen kunnen worden toegekend, kan niet door een regel worden gevuld.

## Eén groep

groups-facts = Over deze groep
groups-created = Gemaakt
groups-id = Object-id
groups-kind-roles = kan rollen hebben
groups-members = Leden
groups-members-none = Er zit niemand in deze groep.
groups-members-cut = Hier staan de 500 mensen die het laatst zijn toegevoegd. In het bestand staat iedereen.
groups-a-group = Groep
groups-remove-member = { $name } verwijderen
groups-member = Persoon of groep
groups-member-hint = Een naam, een gebruikersnaam of de naam van een groep.
groups-add-member = Toevoegen
groups-choose = Er zijn er meer die passen. Welke bedoelt u?
groups-add-this = { $name } toevoegen
groups-error-nobody = Niemand en geen groep past bij { $typed }. Typ het begin van een naam, of een hele gebruikersnaam.
groups-error-member = Dit zit al in de groep.
groups-error-circle = Die groep bevat deze. Een groep kan niet in zichzelf zitten.
groups-error-depth = Groepen kunnen 16 diep in elkaar zitten, en dit zou dieper zijn.
groups-error-breadth = Die groep bevat meer dan 1.000 andere groepen.
groups-error-nesting = Aan deze groep kunnen rollen worden toegekend, dus er kunnen alleen mensen in.
groups-error-owner = Deze persoon is al eigenaar.
groups-owners = Eigenaren
groups-owners-hint = Aan wie mensen over deze groep vragen stellen. Een eigenaar krijgt er geen rechten door.
groups-owners-none = Er is geen eigenaar genoemd.
groups-owner = Gebruikersnaam van de eigenaar
groups-add-owner = Eigenaar toevoegen
groups-remove-owner = { $name } als eigenaar verwijderen
groups-used = Wat het lidmaatschap geeft
groups-used-none = Nog niets: de groep zit in geen andere groep, geeft geen toepassing en heeft geen rol.
groups-used-inside = In deze groepen, met wat die geven
groups-used-apps = Toegang tot toepassingen
groups-used-roles = Rollen
groups-take-role = { $role } bij deze groep intrekken
groups-give-role = Rol aan deze groep toekennen
groups-change = Groep wijzigen
groups-delete = Groep verwijderen
groups-delete-hint = Wat de groep geeft, eindigt meteen. U kunt haar 30 dagen lang terugzetten.
groups-file = Leden als bestand
groups-deleted-notice = { $days ->
        [one] Deze groep is op { $when } verwijderd en geeft niets. U kunt haar nog één dag terugzetten.
       *[other] Deze groep is op { $when } verwijderd en geeft niets. U kunt haar nog { $days } dagen terugzetten.
    }
groups-restore = Terugzetten
groups-purge = Definitief verwijderen

## Veel leden tegelijk

groups-import = Veel mensen toevoegen
groups-import-lines = Gebruikersnamen, één op elke regel
groups-import-hint = Of een bestand met komma’s waarvan de eerste regel de kolommen noemt; de kolom userPrincipalName wordt gelezen. Wie in de groep zit, blijft erin.
groups-import-button = Deze mensen toevoegen
groups-imported = { $added ->
        [one] 1 persoon is toegevoegd.
       *[other] { $added } mensen zijn toegevoegd.
    }
groups-imported-there = { $n ->
        [one] 1 zat al in de groep.
       *[other] { $n } zaten al in de groep.
    }
groups-imported-unknown = { $n ->
        [one] 1 regel is niemands gebruikersnaam:
       *[other] { $n } regels zijn niemands gebruikersnaam:
    }
groups-error-import-column = De eerste regel noemt kolommen, en userPrincipalName staat er niet bij.
groups-error-import-many = Hoogstens 5.000 regels tegelijk.

## Regels

groups-rule = De regel
groups-rule-hint = Bijvoorbeeld: user.department -eq "Verkoop" -and user.accountEnabled -eq true
groups-rule-save = Regel opslaan
groups-rule-preview = Laten zien op wie de regel past
groups-rule-pause = Pauzeren
groups-rule-resume = Hervatten
groups-rule-paused-notice = De regel is gepauzeerd: niemand komt erbij of gaat eruit.
groups-rule-running = De leden volgen de regel binnen seconden na een wijziging; in een grote organisatie kan het enkele minuten duren.
groups-rule-fits = { $n ->
        [0] De regel past op niemand.
        [one] De regel past op 1 persoon:
       *[other] De regel past op { $n } mensen:
    }
groups-rule-fits-more = De eerste { $first } staan hier.
groups-error-rule = De regel kan niet worden gelezen: { $why }.
groups-rule-too-long = hij is langer dan 3.072 tekens
groups-rule-too-deep = hij is te diep genest
groups-rule-ends = hij houdt op waar nog iets nodig is
groups-rule-open-text = een aanhalingsteken is niet gesloten
groups-rule-unexpected = { $word } wordt daar niet verwacht

## Verwijderd

groups-deleted-title = Verwijderde groepen
groups-deleted-empty = In de laatste 30 dagen is geen groep verwijderd.
groups-deleted-about = Een verwijderde groep geeft niets. Na 30 dagen is zij voorgoed weg.
groups-column-deleted = Verwijderd
groups-column-left = Dagen over

## De pagina van een persoon, en van een toepassing

groups-person-none = { $person } zit in geen groep.
groups-person-through = via een groep daarin
groups-through = via de groep { $group }
groups-person-apps = Toepassingen via groepen
groups-app-groups = Groepen
groups-app-groups-none = Geen groep geeft toegang.
groups-app-add = Naam van de groep
groups-app-add-button = Groep toevoegen
groups-app-nobody = Geen groep heet { $typed }.

## Vragen

groups-confirm-delete-title = { $group } verwijderen?
groups-confirm-delete-text = { $members ->
        [0] Er zit niemand in.
        [one] Eén lid verliest wat de groep geeft.
       *[other] { $members } leden verliezen wat de groep geeft.
    }
groups-confirm-delete-roles = Rollen: { $names }.
groups-confirm-delete-apps = Toegang tot { $names }.
groups-confirm-delete-inside = De groep zit in { $names }.
groups-confirm-delete-after = U kunt haar 30 dagen lang terugzetten.
groups-confirm-delete-button = Groep verwijderen
groups-confirm-purge-title = { $group } definitief verwijderen?
groups-confirm-purge-text = De leden blijven, de groep niet. Dit kan niet ongedaan worden gemaakt.
groups-confirm-purge-button = Definitief verwijderen
groups-last-administrator-text = Na deze wijziging van { $group } komt er geen beheerder meer binnen, door de rollen van de groep of door beleid dat de groep noemt. Maak eerst iemand anders globale beheerder, of wijzig eerst dat beleid.

## Wat er is gedaan

groups-done-added = De groep is gemaakt.
groups-done-deleted = De groep is verwijderd. U kunt haar 30 dagen lang terugzetten.
groups-done-restored = De groep is teruggezet, met haar leden en wat zij geeft.
groups-done-purged = De groep is voorgoed weg.
groups-done-member-added = Aan de groep toegevoegd.
groups-done-member-removed = Uit de groep gehaald. Wat alleen de groep gaf, is voorbij.
groups-done-owner-added = De eigenaar is toegevoegd.
groups-done-owner-removed = De eigenaar is weggehaald.

## In het auditlogboek

audit-group-gone = een groep die er niet meer is
audit-property-group = Groep
audit-property-carries-roles = Kan rollen hebben
audit-property-description = Waarvoor het is
groups-role-administrator = Groepsbeheerder
search-groups = Groepen
search-words-groups = groep leden teams afdeling toegang
search-words-add-group = groep maken toevoegen
search-words-deleted-groups = terugzetten prullenbak
audit-add-group = { $by } heeft de groep { $whom } gemaakt.
audit-add-group-name = Groep gemaakt
audit-change-group = { $by } heeft de groep { $whom } gewijzigd.
audit-change-group-name = Groep gewijzigd
audit-delete-group = { $by } heeft de groep { $whom } verwijderd.
audit-delete-group-name = Groep verwijderd
audit-restore-group = { $by } heeft de groep { $whom } teruggezet.
audit-restore-group-name = Groep teruggezet
audit-purge-group = { $by } heeft de groep { $whom } definitief verwijderd.
audit-purge-group-name = Groep definitief verwijderd
audit-add-group-member = { $by } heeft een lid aan de groep { $whom } toegevoegd.
audit-add-group-member-name = Lid aan een groep toegevoegd
audit-remove-group-member = { $by } heeft een lid uit de groep { $whom } gehaald.
audit-remove-group-member-name = Lid uit een groep gehaald
audit-add-group-owner = { $by } heeft een eigenaar aan de groep { $whom } toegevoegd.
audit-add-group-owner-name = Eigenaar aan een groep toegevoegd
audit-remove-group-owner = { $by } heeft een eigenaar van de groep { $whom } weggehaald.
audit-remove-group-owner-name = Eigenaar van een groep weggehaald
audit-give-group-role = { $by } heeft een rol aan de groep { $whom } toegekend.
audit-give-group-role-name = Rol aan een groep toegekend
audit-take-group-role = { $by } heeft een rol bij de groep { $whom } ingetrokken.
audit-take-group-role-name = Rol bij een groep ingetrokken
audit-property-rule = Regel
audit-property-rule-paused = Regel gepauzeerd
audit-property-members-added = Toegevoegd
audit-property-members-removed = Eruit gehaald
audit-and-more = { $n ->
        [one] en nog 1
       *[other] en nog { $n }
    }
audit-follow-group-rule = De regel van de groep { $whom } heeft mensen toegevoegd of eruit gehaald.
audit-follow-group-rule-name = Mensen toegevoegd of eruit gehaald door een regel
groups-error-rules = Hoogstens 200 groepen kunnen tegelijk door regels worden gevuld.
groups-new-rule = Regel
groups-new-rule-hint = Laat dit leeg om zelf mensen toe te voegen. Met een regel komen en gaan mensen door wat van hen bekend is: user.department -eq "Verkoop" -and user.accountEnabled -eq true
audit-property-people = Mensen
audit-export-group-members = { $by } heeft de leden van de groep { $whom } naar een bestand geschreven.
audit-export-group-members-name = Leden van een groep naar een bestand geschreven
groups-import-line = regel { $number }: { $line }
groups-app-members = { $n ->
        [one] Wie in één groep zit, mag zich aanmelden.
       *[other] Wie in een van { $n } groepen zit, mag zich aanmelden.
    }
