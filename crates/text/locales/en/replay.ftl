# Replay: what a policy that is otherwise would have done

replay-title = What would this have done?
replay-about = The sign-ins of the last days, judged again: each by the policies of its moment, with one of them otherwise. Nothing is changed.
search-words-replay = conditional access replay simulate impact report-only history test
replay-policy = Policy
replay-days = Days looked back
replay-days-hint = At most as long as sign-ins are kept.
replay-button = Look
replay-another = Look at something else
replay-error-nothing = Choose a policy, and how it is to be.
replay-error-days = Choose a number of days from 1 to 365.
replay-error-busy = Two looks of this organisation are running already. Wait until one of them is done.
# $records (Number)
# $hundredths (Number)
replay-running = { $records ->
        [one] 1 record read
       *[other] { $records } records read
    }, { $hundredths } % of the time.
replay-running-hint = This goes on when you leave the page; what comes of it can be read here for an hour.
replay-failed = The look could not go on. Start it again.
# $n (Number)
# $all (Number)
replay-result = { $n ->
        [one] 1 of { $all } sign-ins would have ended otherwise
       *[other] { $n } of { $all } sign-ins would have ended otherwise
    }
# $all (Number)
replay-result-none = { $all ->
        [0] There were no sign-ins in this time
        [one] The one sign-in would have ended as it did
       *[other] All { $all } sign-ins would have ended as they did
    }
# $from (String)
replay-since = Since { $from }
# $policies (String)
replay-draft-written = Judged as if there were also: { $policies }.
replay-figures = In numbers
replay-figures-hint = What somebody would have given who was not asked then, nobody knows: who has what would have been asked is counted apart from who does not.
replay-let-in = Let in
replay-asked = Asked for more
replay-stuck = Asked for what was not set up
replay-stopped = Stopped
replay-legend-asked = Asked for more, set up or not
replay-people-count = People
# $renewals (Number)
# $stopped (Number)
replay-renewals = Applications asked by themselves { $renewals ->
        [one] once
       *[other] { $renewals } times
    }; { $stopped ->
        [0] none of these would have been refused.
        [one] one of these would have been refused, so that the person signs in again.
       *[other] { $stopped } of these would have been refused, so that the person signs in again.
    }
# $n (Number)
replay-unreadable = { $n ->
        [one] One record can no longer be read and was left out.
       *[other] { $n } records can no longer be read and were left out.
    }
replay-chart = By day
replay-chart-empty = Nothing would have been otherwise on any day.
# $inside (Number)
# $extra (Number)
# $stopped (Number)
replay-chart-words = By day: { $inside } let in, { $extra } asked for more, { $stopped } stopped.
replay-people = Whom it is about most
replay-applications = What was opened
replay-reasons = Because of these policies
replay-an-action = An action, such as changing security info
replay-sign-ins = The sign-ins
replay-happened = What happened
replay-would = Would have been
replay-export = Export
replay-cut = Only the first 10,000 are listed; all of them are in the numbers.
# $by (String)
audit-export-replay = { $by } took sign-ins that a policy would have ended otherwise out in a file.
audit-export-replay-name = Sign-ins of a replay exported
audit-property-sign-ins = Sign-ins
