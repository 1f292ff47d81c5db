namespace Msmtp.Transport.Smtp;

/// <summary><c>--serverinfo</c>: says what a server calls itself and what it can do. Never authenticates.</summary>
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

    static async ValueTask RunAsync(ModeContext mode, CancellationToken ct)
    {
        var session = await OpenAsync(mode.Plugin, ct).ConfigureAwait(false);
        await using var closing = session.ConfigureAwait(false);
        await session.Dialogue.QuitAsync(ct).ConfigureAwait(false);
        var name = session.Peer is { } peer ? await peer.FindNameAsync(ct).ConfigureAwait(false) : null;
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
            Address = session.Peer?.Address,
            Greeting = session.Greeting?.Lines[0] ?? "",
            Tls = session.Tls?.Describe() ?? [],
            TlsStart = TlsPolicy.Decide(settings),
            Capabilities = session.Dialogue.Capabilities,
            Mechanisms = [.. context.Mechanisms.Select(static mechanism => mechanism.Name)],
        };
    }

    // As msmtp does it here: the files of TLS are read once there is a connection, and its facts are told with the others.
    static async ValueTask<SmtpSession> OpenAsync(PluginContext context, CancellationToken ct)
    {
        var link = await Dialer.ConnectAsync(context, ct).ConfigureAwait(false);
        var tls = await PrepareAsync(link, context, ct).ConfigureAwait(false);
        return await SmtpSession.BeginAsync(link, tls, context, note: null, ct).ConfigureAwait(false);
    }

    static async ValueTask<TlsLayer?> PrepareAsync(LinkStream link, PluginContext context, CancellationToken ct)
    {
        try
        {
            var isPlain = TlsPolicy.Decide(context.Account.Settings) == TlsStart.Never;
            return isPlain ? null : await TlsLayer.PrepareAsync(context, ct).ConfigureAwait(false);
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
