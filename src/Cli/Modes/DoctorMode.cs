using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// <c>--doctor</c>: goes through the steps of a mail up to the point where it would be sent, reports each, and stops at the first one that
/// fails, with what to do about it. A failure that would not stop a mail is a warning. Sends nothing, and claims nothing that it has not
/// tried.
/// </summary>
sealed class DoctorMode(CommandSession session)
{
    // Someone who asks what is wrong does not want to wait as long as a mail would.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A local name that every aliases file has to handle (RFC 5321 §4.5.1).
    const string LocalName = "postmaster";

    readonly Examination examination = new(session.Printer);
    AccountSettings settings = session.Arguments.Settings;
    MailException? told;

    public async ValueTask<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExamineAsync(cancellationToken);
            if (told is not null)
                return Done(told);
            examination.Close();
            return ExitCode.Ok;
        }
        catch (MailException e)
        {
            examination.Failed(e.Failure);
            return Done(e);
        }
    }

    ExitCode Done(MailException failure)
    {
        var marked = TemporaryFailures.Marked(failure, settings);
        session.Printer.ShowStack(marked);
        return marked.ExitCode;
    }

    async ValueTask ExamineAsync(CancellationToken cancellationToken)
    {
        var files = await ReadAsync(cancellationToken);
        examination.Begin("account");
        using var ready = await session.Resolver.ResolveWithSecretsAsync(files, session.Question, cancellationToken);
        settings = ready.Account.Settings;
        var service = settings.Get(HandOverToService.Socket);
        examination.Passed("account", ready.Account.Title ?? (service is null ? "given on the command line" : $"the service at {service}"));

        examination.Begin("secret");
        var secrets = new RememberedSecrets(ready.Context.Secrets);
        await ExamineSecretAsync(ready.Context, secrets, cancellationToken);

        ExamineLocalDomain();
        ExamineSender(ready.Account);
        ExamineAliases();
        // Before the server, which may be the reason why something waits.
        if (settings.Get(QueueSettings.Use) != QueueUse.Off)
            await new QueueExamination(session, examination).ExamineAsync(ready.Context, cancellationToken);
        await AskServersAsync(ready with { Context = ready.Context with { Secrets = secrets } }, cancellationToken);
        await ExamineLogsAsync(ready.Context, cancellationToken);
    }

    async ValueTask<LoadedConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        examination.Begin("configuration");
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        var files = configuration.Release(line =>
        {
            if (configuration.IsAboutUnread(line))
                examination.Warned("configuration", line);
            else
                examination.Passed("configuration", line);
        });
        foreach (var plugin in session.Plugins.Plugins)
        {
            if (plugin.Origin is { } origin)
                examination.Passed("plugin", $"{plugin.Id} from {origin.Assembly}");
        }
        return files;
    }

    // It is asked for here and used later: a person is not asked twice.
    async ValueTask ExamineSecretAsync(PluginContext context, RememberedSecrets secrets, CancellationToken cancellationToken)
    {
        if (SaslChoice.KindOfSecret(context) is not { } kind)
        {
            var choice = settings.Get(CommonSettings.Auth);
            examination.Passed("secret", choice == AuthChoice.Off ? "none needed, auth is off" : $"none needed for {choice.Mechanism}");
            return;
        }
        var query = new SecretQuery(kind) { Host = settings.Get(CommonSettings.Host), User = settings.Get(CommonSettings.User) };
        if (await secrets.FindAsync(query, cancellationToken) is { } secret)
            examination.Passed("secret", Found(secret, query, context.Time.LocalTimeZone));
        else
            examination.Warned("secret", "none found; the server may not ask for one");
    }

    static string Found(Secret secret, SecretQuery query, TimeZoneInfo zone)
    {
        var whose = (secret.User ?? query.User) is { } user ? $"found for {user} at {query.Host}" : $"found for {query.Host}";
        return secret.ExpiresAt is { } end ? $"{whose}, valid until {TimeZoneInfo.ConvertTime(end, zone):yyyy-MM-dd HH:mm:ss zzz}" : whose;
    }

    void ExamineSender(MailAccount account)
    {
        examination.Begin("sender");
        var sender = settings.Get(CommonSettings.From) ?? throw AccountResolver.NoSender(account);
        if (sender.Contains("%F", StringComparison.Ordinal))
            examination.Warned("sender", "depends on the mail (%F in from), so it was not checked");
        else
            examination.Passed("sender", Address() is { Length: > 0 } address ? address : "<>");
        if (settings.Get(EnvelopeSettings.FromAlso) is { } others)
            examination.Passed("sender", $"also {others}");
    }

    string Address() => EnvelopeRules.Make(MailComposer.Sender(settings), [LocalName]).From.Address;

    void ExamineLocalDomain()
    {
        examination.Begin("local domain");
        if (LocalDomain.Of(settings) is { } domain)
            examination.Passed("local domain", domain);
    }

    void ExamineAliases()
    {
        var domains = settings.Get(AliasDomains.Setting);
        if (settings.Get(EnvelopeSettings.Aliases) is not { } path)
        {
            if (domains is not null)
                examination.Warned("aliases", $"{AliasDomains.Setting.Name} is set, but there is no aliases file");
            return;
        }
        examination.Begin("aliases");
        AliasExpansion.Expand([LocalName], settings, IsThisHost);
        // A mistake only stops mail to the alias that has it.
        var mistakes = AliasExpansion.Check(settings, IsThisHost);
        foreach (var mistake in mistakes)
            examination.Warned("aliases", mistake);
        if (mistakes.Count == 0)
            examination.Passed("aliases", domains is null ? path : $"{path}, also for addresses in {domains}");
    }

    bool IsThisHost(string domain) => session.Environment.User.IsMachine(domain);

    // A server that cannot be reached stops no mail if there is another one. What is to be mended on this side is a fault wherever it is.
    async ValueTask AskServersAsync(ResolvedAccount account, CancellationToken cancellationToken)
    {
        if (account.Others.Count == 0)
        {
            await AskServerAsync(account.Context, cancellationToken);
            return;
        }
        var isGood = false;
        MailException? unreached = null;
        for (var i = 0; i <= account.Others.Count; i++)
        {
            examination.Begin(i == 0 ? "server" : "failover");
            try
            {
                if (i > 0)
                    examination.Passed("failover", account.Others[i - 1].Title);
                await AskServerAsync(i == 0 ? account.Context : account.Others[i - 1].Context, cancellationToken);
                isGood = true;
            }
            catch (MailException e) when (FailoverRules.After(SendResult.Of(e.Failure), hasBegun: false) == FailoverStep.Next)
            {
                examination.Doubted(e.Failure);
                unreached = e;
            }
            catch (MailException e)
            {
                examination.Failed(e.Failure);
                told ??= e;
            }
        }
        if (isGood || told is not null)
            return;
        examination.NoneReached();
        told = unreached;
    }

    async ValueTask AskServerAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var asked = context.Account.Settings;
        var transport = asked.Get(DeliverySettings.Transport);
        if (session.Plugins.Transports is [var ours, ..] && transport == ours.Name)
            transport = null;
        examination.BeginServer(asked, transport);
        var isBounded = asked.Get(CommonSettings.Timeout) is not null;
        var account = isBounded ? context.Account : context.Account with { Settings = asked.With(CommonSettings.Timeout, Patience) };
        var delivery = new MailDelivery(session.Plugins, FreshConnections.Instance);
        if (await delivery.ProbeAsync(context with { Account = account }, cancellationToken))
            examination.PassedServer();
        else
            examination.NotAsked();
    }

    async ValueTask ExamineLogsAsync(PluginContext context, CancellationToken cancellationToken)
    {
        foreach (var log in await new LogDispatch(session.Plugins, context).ProbeAsync(cancellationToken))
        {
            if (log.Failure is { } failure)
                examination.Warned("log", failure.Message);
            else
                examination.Passed("log", log.Name);
        }
    }
}

/// <summary>Remembers the first answer to each query. The secrets still belong to their owner.</summary>
sealed class RememberedSecrets(ISecretLookup secrets) : ISecretLookup
{
    readonly Dictionary<SecretQuery, Secret?> answers = [];

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (query.Rejected is not null)
            return await secrets.FindAsync(query, cancellationToken);
        if (!answers.TryGetValue(query, out var answer))
            answers[query] = answer = await secrets.FindAsync(query, cancellationToken);
        return answer;
    }

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) =>
        secrets.ReportAsync(query, secret, verdict, cancellationToken);
}
