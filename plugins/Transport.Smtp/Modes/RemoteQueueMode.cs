namespace Msmtp.Transport.Smtp;

/// <summary><c>--rmqs</c>: asks a server to send the mail it has queued for us (ETRN, RFC 1985).</summary>
static class RemoteQueueMode
{
    public static readonly CommandMode Mode = new(
        new SettingOption("rmqs", ArgumentRule.Required)
        {
            Rank = 40,
            HelpArgument = "=host|@domain|#queue",
            Help = ["send a Remote Message Queue Starting request"],
            Kind = ArgumentKind.Host,
        },
        RunAsync)
    {
        ArgumentLabel = "RMQS argument",
    };

    static async ValueTask RunAsync(ModeContext mode, CancellationToken cancellationToken)
    {
        if (!CommandText.IsSafe(mode.Argument))
            throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, "invalid argument for Remote Message Queue Starting");

        var session = await SmtpSession.OpenAsync(mode.Plugin, cancellationToken).ConfigureAwait(false);
        await using var closing = session.ConfigureAwait(false);
        await session.Dialogue.RequireEtrnAsync(cancellationToken).ConfigureAwait(false);
        await session.AuthenticateAsync(cancellationToken).ConfigureAwait(false);
        await session.Dialogue.EtrnAsync(mode.Argument, cancellationToken).ConfigureAwait(false);
        await session.Dialogue.QuitAsync(cancellationToken).ConfigureAwait(false);
    }
}
