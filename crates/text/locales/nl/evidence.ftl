# Bewaking > Bewijs: waar een auditor om vraagt

evidence-title = Bewijs
search-words-evidence = bewijs audit rapport auditor accountant naleving afdrukken exporteren csv json periode vertrokken back-ups
evidence-about = Van { $first } tot en met { $last }, hele dagen in UTC. Gemaakt op { $made }.
evidence-lede = **{ $all } aanmeldingen**, waarvan **{ $single } met maar één factor**. { $without ->
        [0] Iedereen heeft een tweede stap.
        [one] Eén persoon heeft geen tweede stap.
       *[other] { $without } mensen hebben geen tweede stap.
    }
evidence-from = Eerste dag
evidence-to = Laatste dag
evidence-show = Tonen
evidence-days-error = Kies twee dagen, de eerste vóór de laatste en niet in de toekomst, en hoogstens 366 dagen.
evidence-to-print = Pagina maken om af te drukken
evidence-print = Afdrukken
evidence-csv = CSV downloaden
evidence-json = JSON downloaden
evidence-export-logged = Van elk hiervan komt een regel in het auditlogboek.
evidence-cut = Dit zijn de eerste { $n }. Er zijn er meer.
evidence-many-more = Er zijn er meer dan { $n }. De pagina om af te drukken en de bestanden tonen er tot 5.000.
evidence-more = { $n ->
        [one] Nog 1: op de pagina om af te drukken en in de bestanden.
       *[other] Nog { $n }: op de pagina om af te drukken en in de bestanden.
    }
evidence-never = nooit
evidence-person-gone = iemand die voorgoed is verwijderd

evidence-demands = Wat er werd gevraagd
evidence-demands-none = Er waren nog geen regels.
evidence-demands-defaults = Aan het eind van deze dagen stonden de standaardinstellingen aan. Deze regels golden sinds { $since }.
evidence-demands-since = Aan het eind van deze dagen gold dit beleid, of rapporteerde het. Deze regels golden sinds { $since }.
evidence-column-says = Wat het zegt
evidence-column-changed = Gewijzigd
evidence-see-revision = Deze regels bekijken

evidence-people = Mensen zonder tweede stap
evidence-people-says = Nu **{ $registered } van de { $all } mensen** die zich mogen aanmelden, hebben een tweede stap.
evidence-see-people = Iedereen zonder bekijken

evidence-single = Aanmeldingen zonder tweede stap
evidence-single-says = **{ $single } van de { $all } aanmeldingen** gingen met maar één factor.
evidence-single-why = Van wat hier staat, { $n }: { $why }.
evidence-column-why = Waarom één genoeg was
evidence-why-no-rule = geen regel ging erover
evidence-why-reported = beleid had meer gevraagd, maar rapporteerde alleen
evidence-why-not-demanded = de regels die erover gingen, vroegen geen tweede stap
evidence-why-not-kept = de regel in het logboek vertelt het niet meer
evidence-see-sign-ins = Deze aanmeldingen bekijken

evidence-roles = Wie welke rol heeft
evidence-roles-says = Nu { $n ->
        [one] is er één rol gegeven, met de weg waarlangs en het laatste gebruik.
       *[other] zijn er { $n } rollen gegeven, elk met de weg waarlangs en het laatste gebruik.
    }
evidence-roles-many = Nu zijn er meer dan { $n } rollen gegeven. Elke rol staat hier met de weg waarlangs en het laatste gebruik.
evidence-column-role = Rol
evidence-column-path = Waardoor
evidence-column-ends = Laatste dag
evidence-column-signed-in = Laatst aangemeld
evidence-column-acted = Laatst iets gewijzigd
evidence-no-end = geen einde
evidence-path-direct = aan de persoon gegeven
evidence-path-everybody = iedereen in de organisatie
evidence-path-group = via de groep { $group }
evidence-see-roles = Alle rollen bekijken

evidence-apps = Wie welke toepassing mag gebruiken
evidence-apps-says = Zoals het nu is. Het laatste gebruik gaat zo ver terug als het aanmeldingslogboek.
evidence-column-used = Laatst gebruikt
evidence-see-apps = Alle toepassingen bekijken

evidence-leavers = Wie is buitengesloten
evidence-leavers-says = { $n ->
        [0] In deze dagen is niemand geblokkeerd of verwijderd.
        [one] Eén persoon is geblokkeerd of verwijderd, met wat er nu nog openstaat.
       *[other] { $n } keer is iemand geblokkeerd of verwijderd, met wat er nu nog openstaat.
    }
evidence-left-blocked = geblokkeerd
evidence-left-deleted = verwijderd
evidence-left-erased = voorgoed verwijderd
evidence-left-back = { $how }, en sindsdien terug
evidence-column-how = Wat
evidence-column-by = Door
evidence-column-open = Staat nu nog open
evidence-open = sessies: { $sessions }, tokens van toepassingen: { $grants }, beheerde groepen: { $groups }
evidence-open-roles = rollen: { $roles }
evidence-open-nothing = niets
evidence-see-leavers = Elke verwijdering bekijken

evidence-changes = Wijzigingen van beleid
evidence-changes-says = { $n ->
        [0] In deze dagen is er niets aan beleid gewijzigd.
        [one] Beleid is één keer gewijzigd.
       *[other] Beleid is { $n } keer gewijzigd.
    }
evidence-see-changes = Alle revisies bekijken

evidence-backups = Back-ups
evidence-backup-never = Er is nog nooit een back-up bewaard.
evidence-backup-kept = De laatste back-up die heel is weggeschreven, is van { $when }.
evidence-backup-taken = gemaakt
evidence-backup-restored = teruggezet
evidence-see-backups = Alle back-ups bekijken

evidence-log = Het auditlogboek
evidence-log-sealed = Het is verzegeld tot { $until }; { $n ->
        [one] 1 regel is
       *[other] { $n } regels zijn
    } nog niet verzegeld.
evidence-log-head = Het einde van de keten is **{ $head }**.
evidence-log-verify = Bewaar dit buiten Sluis. “sluis audit verify --head” hiermee vertelt of er sindsdien iets is veranderd.
evidence-log-unsealed = Er is nog niets verzegeld; { $n ->
        [one] 1 regel wacht.
       *[other] { $n } regels wachten.
    }
evidence-log-not-looked = Sinds deze server startte, heeft niemand het hele logboek nagekeken.
evidence-log-sound = Op { $when } is het hele logboek nagekeken, en er was niets mis.
evidence-log-wrong = Op { $when } is het hele logboek nagekeken, en er { $n ->
        [one] was **1 ding**
       *[other] waren **{ $n } dingen**
    } mis.
evidence-see-seals = De zegels bekijken

audit-export-evidence = { $by } heeft het rapport voor auditors geëxporteerd.
audit-export-evidence-name = Bewijs geëxporteerd
audit-property-form = Vorm
audit-property-first-day = Eerste dag
audit-property-last-day = Laatste dag
audit-property-chain-head = Einde van de keten
