using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>The modes that show aliases without a mail: <c>-bv</c>, and <c>newaliases</c> or <c>-bi</c>. Nothing is connected.</summary>
sealed class AliasMode(CommandSession session)
{
    public ValueTask<ExitCode> RunAsync(CancellationToken cancellationToken) =>
        session.Arguments.Operation == Operation.Verify ? ExpandAsync(cancellationToken) : CheckAsync(cancellationToken);

    /// <summary>Prints a line for each recipient: its name, and whom a mail to it would reach.</summary>
    async ValueTask<ExitCode> ExpandAsync(CancellationToken cancellationToken)
    {
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        var recipients = MessageRecipients.InArguments(session.Arguments.Recipients);
        if (recipients.Count == 0)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "no recipients found");
        var account = session.Resolver.Resolve(configuration.Release(session.Explain), session.Question).Account;
        foreach (var recipient in recipients)
        {
            var envelope = EnvelopeRules.Make("", AliasExpansion.Expand([recipient], account.Settings, IsThisHost));
            session.Printer.Tell($"{recipient}: {string.Join(", ", envelope.To.Select(static path => path.Address))}");
        }
        return ExitCode.Ok;
    }

    /// <summary>
    /// Reads the aliases file and reports mistakes in it: the file of the named account, or of the command line, or else those of all
    /// accounts, because callers of <c>newaliases</c> know nothing of accounts. If there is no such file, nothing is wrong.
    /// </summary>
    async ValueTask<ExitCode> CheckAsync(CancellationToken cancellationToken)
    {
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        var mistakes = Accounts(configuration.Release(session.Explain)).SelectMany(settings => AliasExpansion.Check(settings, IsThisHost)).Distinct().ToList();
        mistakes.ForEach(session.Printer.Complain);
        return mistakes.Count == 0 ? ExitCode.Ok : ExitCode.Config;
    }

    bool IsThisHost(string domain) => session.Environment.User.IsMachine(domain);

    // One for each file, and for each way to read it.
    IEnumerable<AccountSettings> Accounts(LoadedConfiguration files)
    {
        var arguments = session.Arguments;
        var settings = arguments.Account is not null || arguments.Settings.Has(EnvelopeSettings.Aliases)
            ? [arguments.Account is null ? arguments.Settings : session.Resolver.Resolve(files, session.Question).Account.Settings]
            : files.All.Select(static account => account.Settings);
        return settings.DistinctBy(static each => (each.Get(EnvelopeSettings.Aliases), each.Get(AliasDomains.Setting)));
    }
}
