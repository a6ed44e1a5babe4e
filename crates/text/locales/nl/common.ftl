# Woorden die pagina's en mail delen.

today = vandaag { $time }
yesterday = gisteren { $time }
