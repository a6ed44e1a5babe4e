# De demo: wat op elke pagina ervan staat, en de voorbeeldtoepassing ernaast.

demo-banner = Demo: niets hier is echt.
demo-intranet = Intranet van De Vries Accountants
demo-intranet-about = Een voorbeeld van een toepassing die het aanmelden aan Sluis overlaat.
demo-sign-in = Aanmelden
demo-sign-out = Afmelden
demo-hello = Dag { $name }, u bent binnen.
demo-told = Wat Sluis aan deze toepassing vertelde
demo-phone = De telefoon van de demo
demo-phone-about = In het echt staan deze codes op ieders eigen telefoon, en nergens anders.
demo-wrong = Aanmelden is niet gelukt
demo-nothing = Deze pagina bestaat niet.
