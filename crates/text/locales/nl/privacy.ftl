# Instellingen > Bewaartermijnen, en wat mensen horen over wat er van hen wordt bewaard

admin-nav-settings = Instellingen
retention-title = Bewaartermijnen
search-words-retention = bewaartermijn dagen bewaren wissen privacy logboeken verwijderd mail
retention-about = Hoeveel dagen wordt bewaard wat Sluis van mensen weet. Wat ouder is, verdwijnt binnen enkele minuten en komt niet terug.
retention-sign-ins = Aanmeldingen
retention-sign-ins-hint = Wie zich vanwaar aanmeldde, en waarom dat lukte of niet.
retention-audit = Het auditlogboek
retention-audit-hint = Wie wat wijzigde. Auditors vragen om een jaar of meer.
retention-deleted = Mensen die zijn verwijderd
retention-deleted-hint = Tot die tijd kunt u hen terugzetten; daarna worden zij voorgoed verwijderd.
retention-mail = Mail die niet weg kon
retention-mail-hint = Tot die tijd wordt het opnieuw geprobeerd.
retention-fixed = Dit staat vast in de configuratie van de server.
retention-bounds = Dagen, { $least } tot { $most }.
retention-error = Kies een getal van { $least } tot { $most }.
retention-elsewhere = De pagina over privacy noemt deze dagen aan iedereen. Back-ups bevatten wat er toen was, zolang u die bewaart.
audit-change-retention = { $by } heeft gewijzigd hoelang { $whom } bewaart wat het van mensen weet.
audit-change-retention-name = Bewaartermijnen gewijzigd
audit-property-deleted-days = Verwijderde mensen bewaard, in dagen
audit-property-mail-days = Mail bewaard, in dagen

audit-export-personal-data = { $by } heeft alles wat van { $whom } wordt bewaard naar een bestand geëxporteerd.
audit-export-personal-data-name = Persoonsgegevens geëxporteerd
person-data = Downloaden wat wordt bewaard

my-data = Wat van mij wordt bewaard
my-data-about = Alles wat Sluis van u bewaart, tabel voor tabel, als bestand dat mensen en programma’s kunnen lezen.
my-data-in = Wat erin staat
my-data-in-account = uw account, uw andere namen, en wat uw organisatie over u invulde
my-data-in-methods = welke tweede stappen u hebt en wanneer u ze gebruikte; nooit de geheimen ervan
my-data-in-sign-ins = uw aanmeldingen, sessies en onthouden browsers, met adressen
my-data-in-access = uw groepen, rollen, toepassingen, en antwoorden op voorwaarden
my-data-in-log = wat er over u is gewijzigd, en wat u zelf wijzigde
my-data-not = Wat er niet in staat: wachtwoorden en geheimen, die niemand mag lezen, ook hier niet; en wie van uw collega’s iets over u wijzigde.
my-data-privacy = Hoelang elk daarvan wordt bewaard, staat op de pagina over privacy.
my-data-download = Downloaden wat van mij wordt bewaard
my-data-logged = Dat u dit hebt opgehaald, komt in het auditlogboek.
my-data-open = Wat van mij wordt bewaard

erase-goes = Wat verdwijnt, meteen en voorgoed:
erase-goes-account = het account, de namen ervan, wat over de persoon is ingevuld, en het wachtwoord
erase-goes-methods = tweede stappen, passkeys en herstelcodes
erase-goes-access = rollen, groepen, en waarvoor de persoon was genoemd
erase-goes-sessions = sessies, onthouden browsers, en antwoorden op voorwaarden
erase-goes-values = wat het auditlogboek over de persoon zegt: namen, adressen, afdelingen
erase-stays = Wat blijft, en waarom:
erase-stays-sign-ins = Aanmeldingen, zonder naam, adres en browser, { $days } dagen lang: zonder die regels kan niemand nagaan of er is ingebroken.
erase-stays-audit = Regels van het auditlogboek, met een id dat naar niemand leidt, { $days } dagen lang: het logboek is verzegeld, zodat niemand het kan herschrijven.
erase-stays-id = Dat id, met het moment: zodat een back-up de persoon niet terugbrengt.
erase-stays-backups = Wat in back-ups staat die al waren gemaakt, zolang u die bewaart.
erase-stays-exports = Wat eerder is weggegaan in bestanden, exports en toepassingen: daar kan Sluis niet bij.
erase-first = Heeft { $person } gevraagd wat er wordt bewaard, download dat dan eerst: hierna is het weg.

privacy-kept-profile = Wat uw organisatie verder over u invulde: afdeling, functie, telefoonnummer, leidinggevende.
privacy-kept-browsers = Uw sessies en de browsers die u liet onthouden, tot ze eindigen.
privacy-kept-terms = Wat u op voorwaarden antwoordde, met het moment, zolang die voorwaarden bestaan.
privacy-kept-audit = Wat beheerders en uzelf wijzigden, met wie het deed en wanneer. Na { $days } dagen verdwijnt dit.
privacy-kept-deleted = Wordt uw account verwijderd, dan blijft dit alles nog { $days } dagen bewaard om het terug te kunnen zetten, en wordt daarna voorgoed verwijderd. In de logboeken staat dan een id in uw plaats dat naar niemand leidt.
privacy-kept-mail = Mail aan u die niet weg kon, { $days } dagen lang.
privacy-who-roles = Wie van hen aanmeldingen mag lezen:
privacy-own = Bekijken en downloaden wat van u wordt bewaard
