# Mail. Gewone zinnen: dezelfde tekst staat in het platte deel en in het HTML-deel.

mail-hello = Dag { $person },
mail-address = Werkt de knop niet? Dit is het adres:
mail-not-you = Was u dit niet? Meld het nu, dan sluiten wij alles af: { $contact }.
mail-from = { $organisation }
mail-when = Dit gebeurde op { $when }.

mail-invitation-subject = Uw account bij { $organisation }
mail-invitation = { $inviter } heeft bij { $organisation } een account voor u gemaakt.
mail-invitation-by-organisation = { $organisation } heeft een account voor u gemaakt.
mail-invitation-how = Stel in hoe u zich aanmeldt. Dat duurt ongeveer vier minuten.
mail-invitation-button = Beginnen
mail-invitation-until = De uitnodiging werkt één keer, tot { $until }.
mail-invitation-unexpected = Verwachtte u dit niet? Dan hoeft u niets te doen; u kunt ook bellen met { $contact }.
mail-invitation-name = Uw gebruikersnaam is { $name }.

mail-app-added-subject = Er is een verificator-app toegevoegd aan uw account bij { $organisation }
mail-app-added = Er is een verificator-app toegevoegd aan uw account.
mail-app-removed-subject = Uw verificator-app is verwijderd
mail-app-removed = De verificator-app is van uw account verwijderd. Bij uw volgende aanmelding stelt u een nieuwe in.
mail-passkey-added-subject = Er is een passkey toegevoegd aan uw account bij { $organisation }
mail-passkey-added = Er is een passkey toegevoegd aan uw account.
mail-passkey-removed-subject = Er is een passkey van uw account verwijderd
mail-passkey-removed = Er is een passkey van uw account verwijderd. U kunt zich er niet meer mee aanmelden.
mail-key-added-subject = Er is een beveiligingssleutel toegevoegd aan uw account bij { $organisation }
mail-key-added = Er is een beveiligingssleutel toegevoegd aan uw account.
mail-key-removed-subject = Er is een beveiligingssleutel van uw account verwijderd
mail-key-removed = Er is een beveiligingssleutel van uw account verwijderd. Als tweede stap werkt hij niet meer.
mail-key-copied-subject = Een van uw passkeys is misschien gekopieerd
mail-key-copied = Er is een passkey of beveiligingssleutel van u gebruikt waarvan de teller was teruggelopen. Dat gebeurt als iemand er een kopie van heeft. De aanmelding is geweigerd. Verwijder deze passkey bij Mijn account, Beveiligingsgegevens, en maak een nieuwe.
mail-recovery-used-subject = Er is een herstelcode gebruikt
mail-recovery-used = { $left ->
        [0] Iemand heeft zich bij uw account aangemeld met een herstelcode. U hebt er geen meer over.
        [one] Iemand heeft zich bij uw account aangemeld met een herstelcode. U hebt er nog één over.
       *[other] Iemand heeft zich bij uw account aangemeld met een herstelcode. U hebt er nog { $left } over.
    }
mail-codes-made-subject = Er zijn nieuwe herstelcodes gemaakt
mail-codes-made = Er zijn nieuwe herstelcodes gemaakt voor uw account. De oude werken niet meer.
mail-password-changed-subject = Uw wachtwoord is gewijzigd
mail-password-changed = Het wachtwoord van uw account is gewijzigd. Alle andere sessies zijn beëindigd.
mail-password-added-subject = Uw account heeft nu een wachtwoord
mail-password-added = Er is een wachtwoord aan uw account toegevoegd. Uw passkey blijft gewoon werken.

mail-recovered-subject = Er is een weg terug gemaakt voor { $person }
mail-recovered = Op de server zelf heeft { $by } een link voor één keer gemaakt, waarmee { $person } weer binnenkomt als globale beheerder.
mail-recovered-what = Het wachtwoord, de tweede stappen en de herstelcodes van { $person } zijn verwijderd en alle sessies zijn beëindigd. De link is een uur geldig en leidt naar een nieuw wachtwoord en een nieuwe tweede stap.
mail-recovered-unexpected = Wist u hier niet van? Dan is er misschien iemand op de server die daar niet hoort. Kijk daar eerst, en bel { $contact }.
mail-copied-subject = Uw tweede stap is voor de zekerheid opnieuw gevraagd
mail-copied = Een browser waarin uw tweede stap niet meer werd gevraagd, liet iets zien dat al was vervangen. Of een antwoord van ons is verloren gegaan, of iemand heeft een kopie. Die browser wordt niet meer vertrouwd en de sessies ervan zijn beëindigd. Was u het zelf die zich zojuist aanmeldde, dan hoeft u niets te doen.

mail-reminder-subject = Stel uw tweede stap in voor { $organisation }
mail-reminder = Uw account bij { $organisation } is alleen met een wachtwoord beveiligd. Met een tweede stap blijft het van u, ook als iemand uw wachtwoord weet.
mail-reminder-how = Het duurt ongeveer twee minuten, met uw telefoon of een beveiligingssleutel. Meld u aan en kies uw tweede stap.
mail-reminder-button = Mijn tweede stap instellen
mail-reminder-unexpected = Hulp nodig? Bel { $contact }.
