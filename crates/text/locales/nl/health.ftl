# Gezondheid: wat Sluis te weten komt over de machine en het netwerk waarin het draait. De pagina en `sluis doctor` zeggen hetzelfde.

health-nav = Gezondheid
health-title = Gezondheid
health-about = Wat Sluis te weten komt over de machine en het netwerk waarin het draait. Op de server zegt sluis doctor hetzelfde.
health-found = Bevindingen
health-when = Bekeken op { $when }; elk uur, en wanneer u erom vraagt.
health-again = Opnieuw kijken
health-none = Er is nog niet gekeken. Kom zo terug.
health-well = In orde
health-attention = Vraagt aandacht
health-unwell = Niet in orde

health-server = Server
health-server-stopped = Hij draait niet; het adres is daarom niet bekeken.
health-server-fix = Start Sluis en kijk opnieuw.

health-address = Adres en proxy
health-address-direct = { $address } leidt hierheen, en er staat niets tussen.
health-address-forwarded = { $address } leidt hierheen, via een proxy die het adres van de bezoeker doorgeeft.
health-address-untrusted = De proxy { $proxy } geeft het adres van de bezoeker door, maar wordt niet geloofd: elke bezoeker telt als { $proxy }.
health-address-untrusted-fix = Is dit uw eigen proxy? Zet **{ $proxy }** bij **trusted_proxies** in de configuratie en start Sluis opnieuw.
health-address-silent = De proxy { $proxy } geeft het adres van de bezoeker niet door: niemand is ooit op een bekende plek.
health-address-silent-fix = Laat de proxy **X-Forwarded-For** zetten; het hoofdstuk Sluis draaien heeft de regels voor nginx.
health-address-host = Een proxy vraagt om een andere naam dan { $address }, en daarop antwoordt Sluis niet.
health-address-host-fix = Laat de proxy de **Host**-header ongewijzigd doorgeven.
health-address-elsewhere = Op { $address } antwoordt iets anders.
health-address-elsewhere-fix = Kijk waar de naam heen leidt en waar de proxy haar heen stuurt. Is Sluis verhuisd? Meld dat met **sluis address change**.
health-address-nobody = Op { $address } antwoordt niets: { $why }.
health-address-nobody-fix = Opent het wel op een andere machine? Dan bereikt alleen deze machine zichzelf niet onder die naam, en is voor alle anderen alles goed.

health-certificate = Certificaat
health-certificate-ends = { $days ->
        [one] Het is geldig tot { $day }, nog één dag.
       *[other] Het is geldig tot { $day }, nog { $days } dagen.
    }
health-certificate-fix = Vernieuw het voordat het afloopt; daarna komt geen browser meer binnen.

health-clock = Klok
health-clock-apart = { $seconds ->
        [one] Deze machine en de database lopen één seconde uiteen.
       *[other] Deze machine en de database lopen { $seconds } seconden uiteen.
    }
health-clock-fix = Laat beide machines hun klok met NTP gelijk houden: codes en sessies hangen ervan af.

health-mail = Mail
health-mail-relay = { $relay } neemt mail van ons aan.
health-mail-unreachable = { $relay } neemt geen mail van ons aan: { $why }
health-mail-unreachable-fix = Kijk naar het deel **[mail]** van de configuratie. Wat weg moet, wacht en wordt opnieuw geprobeerd.
health-mail-folder = Er is geen mailserver ingesteld: berichten blijven in een map op deze server.
health-mail-folder-fix = Noem een mailserver in het deel **[mail]** van de configuratie.
health-outbox = Postvak uit
health-outbox-waiting = { $messages ->
        [0] Er wacht niets dat niet weg kon.
        [one] Eén bericht kon niet weg en wacht.
       *[other] { $messages } berichten konden niet weg en wachten.
    }
health-outbox-fix = Ze worden opnieuw geprobeerd, met hooguit zes uur ertussen, tot de mailserver ze aanneemt.

health-database = Database
health-database-sound = De database is niet beschadigd, en houdt vast wat ze heeft bevestigd.
health-database-damaged = De database is beschadigd: { $said }
health-database-damaged-fix = Stop Sluis, bewaar het bestand en zet een kopie terug. Kijk naar de schijf: databases gaan zelden vanzelf stuk.
health-database-loses = Bij stroomuitval kan ze kwijtraken wat ze heeft bevestigd: { $setting }.
health-database-loses-fix = Zet dit terug in de configuratie van de database; anders kan een blokkade of een gebruikte code vergeten worden.

health-backup = Back-up
health-backup-last = { $days ->
        [0] De laatste is van vandaag.
        [one] De laatste is van { $day }, een dag geleden.
       *[other] De laatste is van { $day }, { $days } dagen geleden.
    }
health-backup-never = Er is er nog geen.
health-backup-not-yet = Er is er nog geen. De eerste is nodig binnen een week na de installatie.
health-backup-fix = Laat de server elke nacht **sluis backup** uitvoeren en bewaar het bestand op een andere machine. Het hoofdstuk Back-ups legt uit hoe.

health-disk = Schijfruimte
health-disk-free = Er is { $free } GB vrij voor { $folder }.
health-disk-little = Er is nog maar { $free } MB vrij voor { $folder }.
health-disk-fix = Maak ruimte: is de schijf vol, dan kan niemand zich aanmelden.

health-keys = Sleutels
health-keys-open = Het sleutelbestand opent wat verzegeld is, en alleen de eigenaar kan het lezen.
health-keys-other = Het sleutelbestand opent niet wat in de database verzegeld is: het is van een andere installatie.
health-keys-other-fix = Zet het juiste bestand terug uit uw kopie. Met een ander werken verificator-apps niet.
health-keys-readable = Anderen op deze machine kunnen { $path } lezen.
health-keys-readable-fix = Voer **chmod 600 { $path }** uit. Kan iemand het gelezen hebben, beschouw dan elk geheim in de database als bekend.

health-audit = Auditlogboek
health-audit-new = In het auditlogboek van { $organisation } is nog niets verzegeld.
health-audit-sound = Het auditlogboek van { $organisation } is gaaf sinds { $when }: wat is verzegeld, is zoals het is opgeschreven.
health-audit-wrong = { $n ->
        [one] In het auditlogboek van { $organisation } is één ding niet zoals het is verzegeld.
       *[other] In het auditlogboek van { $organisation } zijn { $n } dingen niet zoals ze zijn verzegeld.
    }
health-audit-wrong-fix = Voer **sluis audit verify --org { $organisation }** uit: dat zegt wat is gewijzigd, weggehaald of ingevoegd. Ga na wie in de database kan schrijven.
health-audit-waiting = Het auditlogboek van { $organisation } is sinds { $when } niet meer verzegeld.
health-audit-waiting-fix = Lees het logboek van de server zelf: daarin staat waarom verzegelen mislukt.

health-todo = { $n ->
        [one] **Eén ding aan de server vraagt aandacht.**
       *[other] **{ $n } dingen aan de server vragen aandacht.**
    }
health-todo-button = Toon gezondheid
