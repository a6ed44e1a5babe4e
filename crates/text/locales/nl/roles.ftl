# Directoryrollen, en wie ze heeft.

roles-title = Rollen
roles-intro = Met een rol beheert iemand een deel van Sluis. Geef de kleinste die genoeg is; dat doet u op de pagina van een persoon of groep.
roles-column-role = Rol
roles-column-about = Waar die voor is
roles-column-held = Wie heeft deze rol
roles-held-none = Niemand
roles-people = { $n ->
        [one] 1 persoon
       *[other] { $n } personen
    }
roles-people-many = 100 personen of meer
roles-groups-many = 100 groepen of meer
roles-given = Personen die de rol zelf hebben gekregen
roles-through = Groepen met deze rol
roles-through-about = Wie in een van deze groepen zit, heeft zolang ook de rol.
roles-nobody = Niemand heeft deze rol. U geeft de rol op de pagina van een persoon, bij Rollen.
roles-no-person = Niemand heeft de rol zelf gekregen.
roles-to-people = Actieve gebruikers
search-words-roles = rollen beheerders rechten bevoegdheden wie

roles-about-global = Mag alles, ook rollen geven en intrekken.
roles-about-application = Registreert toepassingen, hun geheimen en adressen, en wie zich erbij mag aanmelden.
roles-about-authentication = Helpt mensen die geen beheerder zijn: uitnodigingen, tweede stappen, vergrendelingen, sessies.
roles-about-conditional-access = Schrijft beleid voor voorwaardelijke toegang en zet de standaardinstellingen voor beveiliging aan en uit; leest aanmeldingen.
roles-about-helpdesk = Geeft mensen die geen beheerder zijn een weg naar een nieuw wachtwoord en beëindigt hun sessies.
roles-about-password = Geeft mensen die geen beheerder zijn een weg naar een nieuw wachtwoord.
roles-about-privileged-authentication = Helpt mensen met uitnodigingen, tweede stappen en vergrendelingen, en blokkeert hen; van de beheerders alleen wie verder geen andere rol heeft.
roles-about-privileged-role = Geeft rollen en trekt ze in, en bepaalt wie in groepen met rollen zit.
roles-about-security = Schrijft beleid en beveiligingsinstellingen; leest aanmeldingen en het auditlogboek.
roles-about-user = Voegt mensen toe die geen beheerder zijn, wijzigt, blokkeert, verwijdert en helpt hen; maakt groepen.
roles-about-groups = Maakt groepen en bepaalt wie erin zit, behalve in groepen met rollen.
roles-about-authentication-policy = Bepaalt welke tweede stappen mensen mogen registreren en hoe lang browsers worden vertrouwd.
roles-about-global-reader = Ziet alles wat beheerders zien en wijzigt niets.
roles-about-security-operator = Ziet mensen, beveiligingsinstellingen, aanmeldingen en het auditlogboek.
roles-about-security-reader = Ziet mensen, toepassingen, beveiligingsinstellingen, aanmeldingen en het auditlogboek.
roles-about-reports-reader = Ziet aanmeldingen en het auditlogboek.
roles-about-synchronisation = Voor het account van een programma dat mensen uit een andere directory haalt. De standaardinstellingen voor beveiliging laten het met rust. De rol opent geen pagina.
roles-about-elsewhere = Opent niets in Sluis. De rol is er omdat beleid ernaar verwijst; ook zulke beheerders wordt om een tweede stap gevraagd.
