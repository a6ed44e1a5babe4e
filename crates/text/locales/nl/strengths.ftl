# Verificatiesterkten en verificatiecontexten in het beheercentrum.

strengths-title = Verificatiesterkten
strengths-about = Welke manieren van aanmelden genoeg zijn. Beleid kan een sterkte eisen in plaats van gewone meervoudige verificatie.
strengths-new = Nieuwe sterkte
strengths-new-title = Nieuwe verificatiesterkte
strengths-column-enough = Een hiervan is genoeg
strengths-column-makes = Passkeys
strengths-built-in = Ingebouwd
strengths-built-in-hint = Deze sterkte is ingebouwd: wat ze aanneemt is overal hetzelfde. Wilt u iets anders eisen, maak dan een eigen sterkte.
strengths-nothing = Niets wat hier gegeven kan worden
strengths-others = { $n ->
        [one] en één die hier niet wordt aangeboden
       *[other] en { $n } die hier niet worden aangeboden
    }
strengths-every-make = Van elk merk
strengths-methods-hint = Een sterkte kiest uit de methoden die mensen mogen gebruiken. Welke dat zijn:
strengths-name-hint = Wat collega’s herkennen: ‘Alleen sleutels van de zaak’.
strengths-description = Waar het voor is
strengths-enough-hint = Wie zich aanmeldt geeft er een van. Wie er geen heeft en er een mag registreren, wordt daardoorheen geleid; ieder ander hoort meteen dat het niet kan.
strengths-not-here = Wordt hier niet aangeboden
strengths-not-here-hint = Ze blijven bewaard, zodat een sterkte van elders blijft wat ze was. Niemand kan ze hier geven.
strengths-makes = Welke passkeys tellen
strengths-makes-hint = Kiest u er geen, dan tellen passkeys van elk merk. Wat een passkey over zijn merk zegt staat alleen vast waar passkeys dat moeten bewijzen: zie Verificatiemethoden.
strengths-more = Andere merken
strengths-more-hint = Per regel de AAGUID van een merk. De maker publiceert die.
strengths-certificates = Er staat ook in welke certificaten tellen. Dat blijft bewaard; certificaten worden hier niet aangeboden.
strengths-delete = Sterkte verwijderen
strengths-delete-hint = Een sterkte die beleid eist, wordt niet verwijderd.
strengths-delete-text = Geen beleid kan haar dan nog eisen.
strengths-done-saved = De sterkte is opgeslagen.
strengths-done-deleted = De sterkte is verwijderd.
strengths-problem-name = Geef de sterkte een naam van hoogstens 256 tekens, op één regel.
strengths-problem-taken = Een andere sterkte heet al zo. Kies een andere naam, zodat niemand ze verwisselt.
strengths-problem-empty = Kies ten minste één manier van aanmelden: zonder kan niemand eraan voldoen.
strengths-problem-make = ‘{ $make }’ is geen AAGUID. Die ziet eruit als cb69481e-8ff7-4039-93ec-0a2729a154a8.
strengths-problem-unreadable = De sterkte kon niet worden gelezen: { $reason }.
strengths-problem-too-many = Er zijn al { $most } sterkten, en meer kan niet. Verwijder er een die geen beleid eist.
strengths-problem-used = Dit beleid eist de sterkte: { $policies }. Laat het eerst iets anders eisen.
strengths-problem-impossible = Niemand zou hier iets ervan kunnen geven, en dit beleid dat aan staat eist het: { $policies }. Kies een manier van aanmelden die hier wordt aangeboden.
strengths-and = { $first } en { $second }
strengths-mode-fido2 = passkey
strengths-mode-hello = Windows Hello voor Bedrijven
strengths-mode-certificate-multi = certificaat dat voor beide stappen telt
strengths-mode-certificate-single = certificaat dat voor één stap telt
strengths-mode-telephone = zonder wachtwoord aanmelden met de telefoon
strengths-mode-pass-once = tijdelijke toegangscode die één keer werkt
strengths-mode-pass-more = tijdelijke toegangscode die vaker werkt
strengths-mode-password = wachtwoord
strengths-mode-push = goedkeuring op een telefoon
strengths-mode-app = code uit een verificatie-app
strengths-mode-token = code van een apparaatje dat er een toont
strengths-mode-sms = code per sms
strengths-mode-call = telefoontje
strengths-mode-elsewhere-multi = twee stappen bij een andere aanbieder
strengths-mode-elsewhere-single = één stap bij een andere aanbieder

contexts-title = Verificatiecontexten
contexts-about = Nummers die een toepassing noemt voor wat zwaarder weegt dan aanmelden. Beleid over een context zegt wat er dan gevraagd wordt. Toepassingen kunnen er nog niet om vragen; What If wel.
contexts-new = Nieuwe context
contexts-new-title = Nieuwe verificatiecontext
contexts-empty = Er zijn nog geen verificatiecontexten. Maak er een voor wat zwaarder weegt dan aanmelden, zoals betalen, en schrijf er beleid over.
contexts-column-id = Nummer
contexts-available = Gepubliceerd
contexts-available-hint = Toepassingen mogen ernaar verwijzen. Een gepubliceerde context wordt niet verwijderd.
contexts-name-hint = Wat collega’s herkennen: ‘Betalingen’.
contexts-id-hint = Wat een toepassing noemt. Later kan dit niet meer veranderen.
contexts-delete = Context verwijderen
contexts-delete-hint = Een context waar beleid over gaat, of die gepubliceerd is, wordt niet verwijderd.
contexts-delete-text = Geen beleid kan er dan nog over gaan.
contexts-done-saved = De context is opgeslagen.
contexts-done-deleted = De context is verwijderd.
contexts-problem-name = Geef de context een naam van hoogstens 256 tekens, op één regel.
contexts-problem-id = Kies een nummer van c1 tot en met c99.
contexts-problem-taken = Er is al een context met dit nummer. Kies een ander nummer.
contexts-problem-published = De context is gepubliceerd. Haal dat eraf en sla op, en verwijder daarna.
contexts-problem-used = Dit beleid gaat erover: { $policies }. Haal de context daar eerst uit.

