using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>All queues of a configuration: that of the named account, or else the default one and those of all accounts.</summary>
static class QueueSet
{
    /// <param name="session">What was asked for.</param>
    /// <param name="configuration">Where the accounts are.</param>
    /// <exception cref="MailException">There is no queue, or no such account.</exception>
    public static List<FoundQueue> Find(CommandSession session, LoadedConfiguration configuration)
    {
        var queues = new List<FoundQueue>();
        var known = new HashSet<string>();
        foreach (var account in Accounts(session, configuration))
        {
            var context = session.Resolver.ContextFor(account with { Settings = account.Settings.With(session.Arguments.Settings) });
            if (known.Add(MailQueues.KeyOf(session.Plugins, context.Account.Settings)))
                queues.Add(new FoundQueue(MailQueues.Of(session.Plugins, context), context.Account.Settings));
        }
        return queues;
    }

    /// <summary>
    /// The accounts by which a service sends what is submitted to it, and so those whose queues are its own. The default queue of the user who runs it
    /// is one of them only if an account uses it: otherwise what is in it is that user's own affair.
    /// </summary>
    /// <inheritdoc cref="Find"/>
    public static IEnumerable<MailAccount> OfSubmissions(CommandSession session, LoadedConfiguration configuration)
    {
        if (session.Arguments.Account is not null)
            return Accounts(session, configuration);
        // Where no account is the default one, the environment may name a server.
        var isServerNamed = session.Environment.User.Variable("SMTPSERVER") is not null;
        return isServerNamed ? Accounts(session, configuration) : configuration.All;
    }

    static IEnumerable<MailAccount> Accounts(CommandSession session, LoadedConfiguration configuration)
    {
        if (session.Arguments.Account is { } name)
            return [session.Resolver.Resolve(configuration, session.Question with { Name = name }).Account];
        return configuration.All.Append(new MailAccount(AccountSettings.Empty));
    }
}

/// <summary>A queue of a configuration.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Settings">The settings of an account that has it.</param>
sealed record FoundQueue(IMailQueue Queue, AccountSettings Settings);
