using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// <c>--doctor</c>: goes the way of a mail up to the point where one would be handed over, tells each step, and stops at the first one
/// that fails, with what to do about it. Sends nothing.
/// </summary>
sealed class DoctorMode(CommandSession session)
{
    readonly Examination examination = new(session.Printer);

    public async ValueTask<ExitCode> RunAsync(CancellationToken ct)
    {
        try
        {
            await ExamineAsync(ct);
            examination.Passed("no fault found", "a mail could be sent");
            return ExitCode.Ok;
        }
        catch (MailException e)
        {
            examination.Failed(e.Failure);
            return e.ExitCode;
        }
    }

    async ValueTask ExamineAsync(CancellationToken ct)
    {
        examination.Begin("configuration");
        var configuration = await HeldConfiguration.ReadAsync(session, ct);
        var files = configuration.Release(line => examination.Passed("configuration", line));
        foreach (var plugin in session.Plugins.Plugins)
        {
            if (plugin.Origin is { } origin)
                examination.Passed("plugin", $"{plugin.Id} from {origin.Assembly}");
        }

        examination.Begin("account");
        using var ready = await session.Setup.PrepareAsync(files, session.Question, ct);
        examination.Passed("account", ready.Account.Title ?? "of the command line");

        examination.Begin("secret");
        var secrets = new SecretsOnce(ready.Context.Secrets);
        examination.Passed("secret", await AskAsync(secrets, ready.Account.Settings, ct));

        examination.BeginServer(ready.Account.Settings);
        await new DeliveryPipeline(session.Plugins, FreshLinks.Instance).ProbeAsync(ready.Context with { Secrets = secrets }, ct);
        examination.PassedServer();
    }

    // Asked for here and used later: a person is not asked twice.
    async ValueTask<string> AskAsync(SecretsOnce secrets, Settings settings, CancellationToken ct)
    {
        var choice = settings.Get(CommonSettings.Auth);
        if (choice == AuthChoice.Off)
            return "none needed, auth is off";
        var named = session.Plugins.Mechanisms.FirstOrDefault(mechanism => mechanism.Name == choice.Mechanism);
        if ((named is null ? SecretKind.Password : named.Facts.Secret) is not { } kind)
            return $"none needed for {choice.Mechanism}";
        var query = new SecretQuery(kind) { Host = settings.Get(CommonSettings.Host), User = settings.Get(CommonSettings.User) };
        return await secrets.FindAsync(query, ct) is null
            ? "none found; the server may not ask for one"
            : $"found for {query.User ?? "nobody in particular"} at {query.Host}";
    }
}
