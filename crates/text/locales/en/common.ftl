# Words that pages and mail share.

# $time (String)
today = today { $time }
# $time (String)
yesterday = yesterday { $time }
