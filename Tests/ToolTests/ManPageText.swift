/// The sections of the man page that no command tells.
enum ManPageText {
  /// The day on which the page was last looked through.
  static let date = "2026-11-24"

  static let description = #"""
    .SH DESCRIPTION
    Purser shows who holds which app or book of a location of Apple School Manager or Apple Business
    Manager, assigns and reclaims licences, and tells how good the content token still is.
    Without a command it opens the console on the default location;
    .B purser demo
    opens it on a simulated one, without a token.
    .PP
    A change is planned from fresh reads, confirmed, written to the journal, sent once, followed, and called
    done only when the event is over and Apple\(aqs list agrees.
    When an answer is lost nothing is sent again: the outcome is unknown until the list tells.
    .PP
    An asset is an adam ID,
    .IR ID :PLUS
    for the high\-quality variant, or a name that only one asset has.
    A user is a client user ID, or an e\-mail that only one active user has.
    A target is
    .RI user: ID
    or
    .RI serial: SN .
    Without a terminal a change needs
    .BR \-\-yes .

    """#

  static let ending = environment + files + status + examples

  private static let environment = #"""
    .SH ENVIRONMENT
    .TP
    .B PURSER_TOKEN_FILE
    A content token file, used where no option names a token.
    .TP
    .B PURSER_SERVICE_URL
    Another service than Apple\(aqs, as with
    .BR \-\-service\-url .
    .TP
    .BR XDG_CONFIG_HOME ", " XDG_CACHE_HOME ", " XDG_STATE_HOME
    Where the files below lie; relative paths are ignored.
    .TP
    .B HOME
    Where they lie without those.
    .TP
    .BR HTTPS_PROXY ", " NO_PROXY
    The proxy, and the hosts that are asked without it; small letters too.
    .TP
    .BR TERM ", " COLORTERM ", " NO_COLOR
    What the terminal can do; any NO_COLOR means the monochrome theme.
    .TP
    .BR LC_ALL ", " LC_CTYPE ", " LANG
    Without UTF\-8 the console draws in ASCII.
    .TP
    .B SSH_CONNECTION
    Kept with each operation, to tell where it was done from.
    .TP
    .BR SUDO_USER ", " LOGNAME
    Who is behind root, and who somebody without a name here is; kept with each operation.

    """#

  private static let files = #"""
    .SH FILES
    All files are 0600 in folders of 0700.
    .I KEY
    is made from the location\(aqs uId.
    .TP
    .I \(ti/.config/purser/config.toml
    Configuration;
    .B purser config check
    names its mistakes.
    .TP
    .I \(ti/.config/purser/tokens/NAME.vpptoken
    Content tokens that were added.
    .TP
    .I \(ti/.config/purser/themes/NAME.toml
    Own themes.
    .TP
    .I \(ti/.cache/purser/KEY/
    What was read of a location; deleting it is safe.
    .TP
    .I \(ti/.local/state/purser/KEY/
    Journal of operations, audit, history, loaded device lists, log.
    The journal is the record of what was changed.
    .TP
    .I \(ti/.local/state/purser/locations.json
    Which token belongs to which location.

    """#

  private static let status = #"""
    .SH EXIT STATUS
    .TP
    .B 0
    Done, nothing to do, or planned.
    .TP
    .B 1
    Done in part, refused by the plan (nothing was sent), or rejected by the service.
    .TP
    .B 2
    The token or a permission.
    .TP
    .B 3
    The service was not reached.
    .TP
    .B 4
    The outcome is unknown or still pending.
    .TP
    .B 5
    Another client manages the location, or another Purser sends for it.
    .TP
    .B 6
    Local storage.
    .TP
    .B 64
    Usage, and input files that can\(aqt be used.
    .PP
    .B purser status
    has the codes of a Nagios plugin: 0 OK, 1 WARNING (30 days or less left, or another client manages the location),
    2 CRITICAL (expired, revoked, refused), 3 UNKNOWN (no answer).

    """#

  private static let examples = #"""
    .SH EXAMPLES
    Keep a token and look at its location:
    .PP
    .EX
    purser token add sToken_for_campus\-nord.vpptoken
    purser status
    purser
    .EE
    .PP
    A class set of iPads, first the plan alone:
    .PP
    .EX
    purser assign \-\-asset Keynote \-\-asset Pages \-\-from ipads.csv \-\-dry\-run
    purser assign \-\-asset Keynote \-\-asset Pages \-\-from ipads.csv
    .EE
    .PP
    A lost Mac, everything back, and the text for the ticket:
    .PP
    .EX
    purser reclaim \-\-all \-\-serial C02FK1ZNQ05D \-\-reason INC\-1042
    purser receipt 121
    .EE
    .PP
    What has run out, for a script:
    .PP
    .EX
    purser assets \-\-filter left:0 \-\-json
    .EE
    .SH SEE ALSO
    The guides in the folder Docs of the source: Tour, Walkthroughs, Keys, Commands, Configuration, Themes.
    .PP
    Apple Platform Deployment, \(lqManage content with Apps and Books\(rq.

    """#
}
