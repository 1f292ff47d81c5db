using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>All queues of a configuration: that of the named account, or else the default one and those of all accounts.</summary>
static class QueueSet
{
    /// <param name="session">What was asked for.</param>
    /// <param name="complain">Hears what is wrong with the configuration: the mails of a queue can be listed without it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">There is no queue, or no such account.</exception>
    public static async ValueTask<List<IMailQueue>> FindAsync(CommandSession session, Action<MailException> complain, CancellationToken cancellationToken)
    {
        var held = await HeldConfiguration.ReadAsync(session, cancellationToken);
        var configuration = LoadedConfiguration.None;
        try
        {
            configuration = held.Release(session.Explain);
        }
        catch (MailException e)
        {
            complain(e);
        }
        var place = MailQueues.Registration(session.Plugins)?.Place;
        var queues = new List<IMailQueue>();
        var places = new HashSet<string>();
        foreach (var account in Accounts(session, configuration))
        {
            var context = session.Resolver.ContextFor(account with { Settings = account.Settings.With(session.Arguments.Settings) });
            if (places.Add(place?.Show(context.Account.Settings) ?? ""))
                queues.Add(MailQueues.Of(session.Plugins, context));
        }
        return queues;
    }

    static IEnumerable<MailAccount> Accounts(CommandSession session, LoadedConfiguration configuration)
    {
        if (session.Arguments.Account is { } name)
            return [session.Resolver.Resolve(configuration, session.Question with { Name = name }).Account];
        return configuration.All.Prepend(new MailAccount(AccountSettings.Empty));
    }
}
