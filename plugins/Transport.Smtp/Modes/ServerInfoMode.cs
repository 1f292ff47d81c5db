namespace Msmtp.Transport.Smtp;

/// <summary><c>--serverinfo</c>: prints a server's name and capabilities. Never authenticates.</summary>
static class ServerInfoMode
{
    public static readonly CommandMode Mode = new(
        new SettingOption("serverinfo", ArgumentRule.None)
        {
            Letter = 'S',
            Rank = 30,
            Help = ["print information about the server"],
        },
        RunAsync);

    static async ValueTask RunAsync(ModeContext mode, CancellationToken cancellationToken)
    {
        // As in msmtp's mode: the TLS files are read after connecting, and the session's facts are printed with the others.
        var session = await SmtpSession.OpenAsync(new ConnectionRequest { ConnectsFirst = true }, mode.Plugin, note: null, cancellationToken).ConfigureAwait(false);
        await using var closing = session.ConfigureAwait(false);
        await session.Dialogue.QuitAsync(cancellationToken).ConfigureAwait(false);
        var name = await session.FindRemoteNameAsync(cancellationToken).ConfigureAwait(false);
        foreach (var line in ServerDescription.Lines(Facts(session, mode.Plugin) with { Name = name }))
            mode.Print(line);
    }

    static ServerFacts Facts(SmtpSession session, PluginContext context)
    {
        var settings = context.Account.Settings;
        return new ServerFacts
        {
            Protocol = session.Protocol,
            Host = settings.Get(CommonSettings.Host) ?? settings.Get(CommonSettings.Socket) ?? "",
            Port = settings.Get(CommonSettings.Port),
            Address = session.RemoteAddress?.ToString(),
            Greeting = session.Greeting?.Lines[0] ?? "",
            Tls = session.Tls?.Describe() ?? [],
            Security = CommonSettings.SecurityOf(settings),
            Capabilities = session.Dialogue.Capabilities,
            Mechanisms = [.. context.Mechanisms.Select(static mechanism => mechanism.Name)],
        };
    }
}
