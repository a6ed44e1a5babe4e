-- Every organisation has a key of each algorithm: nobody looks for the applications that ask for one.
drop index apps_by_signing;
