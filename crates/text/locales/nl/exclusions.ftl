# Wie beleid uitzondert: waarom, en tot wanneer.

exclusions-title = Uitgezonderd
exclusions-about = Een uitzondering gaat voor alles waarover het beleid gaat: wie hier staat, wordt niet gevraagd en niet tegengehouden.
exclusions-person = Een persoon
exclusions-group = { $members ->
        [0] Een groep, met niemand erin
        [one] Een groep, met 1 lid
       *[other] Een groep, met { $members } leden
    }
exclusions-no-reason = Er is geen reden gegeven: het kwam uit een bestand, via de API of een opdracht, of met een eerdere revisie.
exclusions-said = Gezegd door { $by }, { $when }
exclusions-no-end = Geen laatste dag
exclusions-until = Laatste dag { $day }
exclusions-ended = De laatste dag was { $day }
exclusions-stuck = zondert iemand te lang uit
exclusions-refused-lock-out = De laatste dag dat { $name } is uitgezonderd, was { $day }. Beëindigen is geweigerd: te weinig beheerders zouden nog binnenkomen. Laat nog een beheerder een methode registreren die het beleid aanneemt, of kies een latere laatste dag.
exclusions-refused-other = De laatste dag dat { $name } is uitgezonderd, was { $day }. Beëindigen is geweigerd: zo kan het beleid niet aan staan. Open het beleid, los op wat de controle zegt, en haal de uitzondering eruit.
exclusions-explain = Reden en laatste dag
exclusions-explain-label = Reden en laatste dag voor { $name }
exclusions-one = Waarom { $name } is uitgezonderd
exclusions-reason = Reden
exclusions-reason-hint = Wat een collega over een jaar moet weten: ‘Noodaccount’, ‘Nieuwe telefoon is onderweg’. Niets over iemands gezondheid.
exclusions-last-day = Laatste dag
exclusions-last-day-hint = Na deze dag geldt het beleid vanzelf weer voor hen.
exclusions-why = Waarom is { $name } uitgezonderd?
exclusions-last-day-of = Laatste dag voor { $name }
exclusions-reason-error = Zeg op één regel van hoogstens 300 tekens waarom iemand is uitgezonderd.
exclusions-until-error = De laatste dag is vandaag of later.
exclusions-problem-no-reason = Zeg van elke persoon, groep of rol die nieuw is uitgezonderd waarom. Hier worden alleen uitzonderingen met een reden opgeslagen.
exclusions-done-explained = De reden is opgeslagen.
exclusions-hole-title = Beleid zondert uit wie in deze groep zit.
exclusions-hole-ask = Nog iemand toelaten tot { $group }?
exclusions-hole-ask-text = Wie in deze groep zit, is uitgezonderd van: { $policies }. Wat dit beleid vraagt, wordt aan hen niet gevraagd. Dat staat in het auditlogboek als een wijziging van het beleid.
exclusions-hole-ask-button = Ja, uitzonderen
exclusions-hole = Elk lid is er een gat in, en iemand toevoegen staat in het auditlogboek als een wijziging van het beleid:
exclusions-todo = { $exclusions ->
        [one] Een beleid zondert iemand nog uit van wie de laatste dag voorbij is.
       *[other] Beleid zondert er nog { $exclusions } uit van wie de laatste dag voorbij is.
    }
exclusions-todo-button = Beleid tonen

## In het auditlogboek

audit-explain-exclusion = { $by } heeft gezegd waarom het beleid { $whom } iemand uitzondert.
audit-explain-exclusion-name = Reden van een uitzondering op beleid
audit-end-exclusion = Een uitzondering op het beleid { $whom } heeft de laatste dag bereikt.
audit-end-exclusion-name = Uitzondering op beleid afgelopen
audit-widen-exclusion = { $by } heeft iemand in een groep gezet die het beleid { $whom } uitzondert.
audit-widen-exclusion-name = Iemand in een groep die beleid uitzondert
audit-property-exclusion-reason = Reden
audit-property-nested-group = Groep in de groep
