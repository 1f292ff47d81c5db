namespace Msmtp.Cli;

/// <summary>
/// What a command line asks for. Version and help are printed first, version before help; then a mode that needs no account runs; only if
/// none of the three was asked for, another mode runs or a mail is sent.
/// </summary>
sealed record Arguments
{
    /// <summary>Print the version.</summary>
    public bool PrintsVersion { get; init; }

    /// <summary>Print the help.</summary>
    public bool PrintsHelp { get; init; }

    /// <summary>Show what would be done, and do nothing.</summary>
    public bool IsPretend { get; init; }

    /// <summary>Show the settings and the dialogue.</summary>
    public bool IsDebug { get; init; }

    /// <summary>Show credentials in the dialogue as they are sent.</summary>
    public bool ShowsSecrets { get; init; }

    /// <summary>List the plugins, and do nothing else; null: not asked for.</summary>
    public ListFormat? PluginList { get; init; }

    /// <summary>Find out why mail cannot be sent, and do nothing else.</summary>
    public bool IsDoctor { get; init; }

    /// <summary>sendmail's mode of operation.</summary>
    public Operation Operation { get; init; }

    /// <summary>What to do with the queue instead of sending a mail; null: send one.</summary>
    public QueueCommand? Queue { get; init; }

    /// <summary>The name under which the mail is accepted once only; null: it has none.</summary>
    public string? QueueKey { get; init; }

    /// <inheritdoc cref="SmtpEnvelope.EnvelopeId"/>
    public string? EnvelopeId { get; init; }

    /// <summary>The mail is queued and not tried, if its account has a queue.</summary>
    public bool IsForQueueOnly { get; init; }

    /// <summary>Strangers may have written the command line: the system's configuration counts, and no other.</summary>
    public bool IsStrict { get; init; }

    /// <summary>All options in their order.</summary>
    public IReadOnlyList<OptionUse> Options { get; init; } = [];

    /// <summary>What to do instead of sending a mail; null: send one.</summary>
    public CommandMode? Mode { get; init; }

    /// <summary>The argument of the mode's option; empty: there is none.</summary>
    public string ModeArgument { get; init; } = "";

    /// <summary>The user's configuration file; null: the default one.</summary>
    public string? File { get; init; }

    /// <summary>The account's name; null: it is found in another way.</summary>
    public string? Account { get; init; }

    /// <summary>The command line names the host, so no configuration file is read.</summary>
    public bool HasHost { get; init; }

    /// <summary>
    /// The settings of the command line, which override an account's. <see cref="CommonSettings.From"/> is empty, not null, if the command
    /// line asks for the null reverse-path.
    /// </summary>
    public required AccountSettings Settings { get; init; }

    /// <summary>The sender's name for a From field; null: none is given.</summary>
    public string? FullName { get; init; }

    /// <summary>The mail's header also names recipients.</summary>
    public bool ReadsRecipients { get; init; }

    /// <summary>The mail's header names the sender.</summary>
    public bool ReadsEnvelopeFrom { get; init; }

    /// <summary>The operands. Each is read like the text of a To field.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>Only the version or the help was asked for.</summary>
    public bool OnlyPrints => (PrintsVersion || PrintsHelp) && Mode is not { NeedsNoAccount: true };
}

/// <summary>The modes of operation of sendmail that are supported (<c>-b</c>).</summary>
enum Operation
{
    /// <summary><c>-bm</c>: send a mail from standard input.</summary>
    Send,

    /// <summary><c>-bv</c>: show whom a mail would reach.</summary>
    Verify,

    /// <summary><c>-bi</c>, or called as <c>newaliases</c>: look for mistakes in the aliases file.</summary>
    CheckAliases,

    /// <summary><c>-bp</c>, or called as <c>mailq</c>: list the queue in Postfix's form.</summary>
    ListQueue,

    /// <summary><c>-bs</c>: hold an SMTP session on standard input and output.</summary>
    Session,

    /// <summary><c>-bd</c>: serve the local host as <c>msmtpd</c> does.</summary>
    Daemon,
}

/// <summary>How a list is printed.</summary>
enum ListFormat
{
    /// <summary>Columns, for people.</summary>
    Table,

    /// <summary>RFC 8259, for programs.</summary>
    Json,
}
